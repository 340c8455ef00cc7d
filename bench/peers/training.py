"""PyTorch peer of `npm run bench -- training`: the same step, in eager mode as its users write it.

Reads one JSON object a line from standard input and answers with one a line:
{"file": weights and batches, "recipe": ..., "scalars": ..., "batches": n, "threads": n} first, then {"steps": n},
or {"peak": true} for the most memory that the process ever had, in MB.
"""

import json
import os
import struct
import sys
import time

import torch
import torch.nn.functional as F


def blas():
    """The BLAS that this build calls, or why it is no fair peer."""
    build = torch.__config__.show()
    return "mkl" if torch.backends.mkl.is_available() and "BLAS_INFO=mkl" in build else build


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        numbers = bytearray(file.read())
    types = {"F32": torch.float32}
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            part = torch.frombuffer(numbers[start:end], dtype=types[entry["dtype"]])
            tensors[name] = part.reshape(entry["shape"]).clone()
    return tensors


class Dense(torch.nn.Linear):
    """A linear layer from our weights, which are stored [inputs, outputs]."""

    def __init__(self, weights, name):
        matrix = weights[f"{name}.weight"]
        super().__init__(matrix.shape[0], matrix.shape[1])
        with torch.no_grad():
            self.weight.copy_(matrix.T)
            self.bias.copy_(weights[f"{name}.bias"])


def layer_norm(weights, name):
    layer = torch.nn.LayerNorm(weights[f"{name}.scale"].shape[0], eps=1e-5)
    with torch.no_grad():
        layer.weight.copy_(weights[f"{name}.scale"])
        layer.bias.copy_(weights[f"{name}.offset"])
    return layer


class Block(torch.nn.Module):
    def __init__(self, weights, name, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = layer_norm(weights, f"{name}.norm1")
        self.qkv = Dense(weights, f"{name}.attention.qkv")
        self.out = Dense(weights, f"{name}.attention.out")
        self.norm2 = layer_norm(weights, f"{name}.norm2")
        self.expand = Dense(weights, f"{name}.expand")
        self.contract = Dense(weights, f"{name}.contract")

    def forward(self, x):
        batch, tokens, width = x.shape
        qkv = self.qkv(self.norm1(x)).reshape(batch, tokens, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v)
        x = x + self.out(mixed.transpose(1, 2).reshape(batch, tokens, width))
        return x + self.contract(F.gelu(self.expand(self.norm2(x))))


class SpectralHead(torch.nn.Module):
    """Learned queries pool the tokens by attention."""

    def __init__(self, weights):
        super().__init__()
        self.queries = torch.nn.Parameter(weights["head.queries"].clone())
        self.hidden = Dense(weights, "head.hidden")
        self.projection = Dense(weights, "head.projection")

    def forward(self, embedding, tokens):
        attention = (tokens @ self.queries).transpose(1, 2).softmax(-1)
        pooled = (attention @ tokens).flatten(1)
        return self.projection(F.gelu(self.hidden(torch.cat([embedding, pooled], 1))))


class PaperHead(torch.nn.Module):
    """LN, two of [Linear, BN by the batch's statistics, ReLU], Linear."""

    def __init__(self, weights):
        super().__init__()
        self.norm = layer_norm(weights, "head.norm")
        self.hidden = torch.nn.ModuleList(Dense(weights, f"head.hidden{i}") for i in (1, 2))
        self.batch_norm = torch.nn.ModuleList(torch.nn.BatchNorm1d(layer.out_features) for layer in self.hidden)
        self.projection = Dense(weights, "head.projection")

    def forward(self, embedding, _):
        x = self.norm(embedding)
        for hidden, batch_norm in zip(self.hidden, self.batch_norm):
            x = F.relu(batch_norm(hidden(x)))
        return self.projection(x)


HEADS = {"spectral": SpectralHead, "paper": PaperHead}


class Transformer(torch.nn.Module):
    """A pre-norm Transformer over patches: embedding and tokens."""

    def __init__(self, weights, frozen, config):
        super().__init__()
        self.patch = config["patch"]
        self.patches = Dense(weights, "encoder.patches")
        self.register_buffer("positions", frozen["encoder.positions"])
        self.blocks = torch.nn.ModuleList(
            Block(weights, f"encoder.blocks.{i}", config["heads"]) for i in range(config["layers"])
        )
        self.norm = layer_norm(weights, "encoder.norm")
        self.embedding = Dense(weights, "encoder.embedding")

    def forward(self, x):
        # The last patch may have fewer bins than the others: zeros fill it.
        x = F.pad(x, (0, self.positions.shape[0] * self.patch - x.shape[1]))
        tokens = self.patches(x.reshape(x.shape[0], -1, self.patch)) + self.positions
        for block in self.blocks:
            tokens = block(tokens)
        tokens = self.norm(tokens)
        return self.embedding(tokens.flatten(1)), tokens


class Convolution(torch.nn.Module):
    """A convolution without a bias, padded to as many places as strides fit, and batch normalisation."""

    def __init__(self, weights, name, stride):
        super().__init__()
        filters = weights[f"{name}.conv.weight"]
        self.conv = torch.nn.Conv1d(filters.shape[1], filters.shape[0], filters.shape[2], stride=stride, bias=False)
        self.norm = torch.nn.BatchNorm1d(filters.shape[0])
        with torch.no_grad():
            self.conv.weight.copy_(filters)
            self.norm.weight.copy_(weights[f"{name}.norm.scale"])
            self.norm.bias.copy_(weights[f"{name}.norm.offset"])

    def forward(self, x):
        length, stride, size = x.shape[-1], self.conv.stride[0], self.conv.kernel_size[0]
        around = max((-(-length // stride) - 1) * stride + size - length, 0)
        return self.norm(self.conv(F.pad(x, (around // 2, around - around // 2)) if around else x))


class ResidualConvolutions(torch.nn.Module):
    def __init__(self, weights, name, stride):
        super().__init__()
        self.first = Convolution(weights, f"{name}.first", stride)
        self.second = Convolution(weights, f"{name}.second", 1)
        has_shortcut = f"{name}.shortcut.conv.weight" in weights
        self.shortcut = Convolution(weights, f"{name}.shortcut", stride) if has_shortcut else torch.nn.Identity()

    def forward(self, x):
        return F.relu(self.second(F.relu(self.first(x))) + self.shortcut(x))


class Cnn(torch.nn.Module):
    """A residual CNN along the spectrum: embedding and what it is pooled from."""

    def __init__(self, weights, _, config):
        super().__init__()
        self.pooled = config["pooled"]
        self.stem = Convolution(weights, "encoder.stem", config["stride"])
        self.blocks = torch.nn.ModuleList(
            ResidualConvolutions(weights, f"encoder.blocks.{i}", 1 if i == 0 else 2)
            for i in range(len(config["filters"]))
        )
        self.embedding = Dense(weights, "encoder.embedding")

    def forward(self, x):
        channels = F.relu(self.stem(x.unsqueeze(1)))
        for block in self.blocks:
            channels = block(channels)
        pooled = F.adaptive_avg_pool1d(channels, self.pooled)
        return self.embedding(pooled.flatten(1)), channels.transpose(1, 2)


ENCODERS = {"transformer": Transformer, "cnn": Cnn}


def snv(rows):
    centred = rows - rows.mean(-1, keepdim=True)
    return centred / torch.sqrt(centred.square().sum(-1, keepdim=True) / (rows.shape[1] - 1))


class Model(torch.nn.Module):
    """SNV, encoder, head: unit projections of raw views."""

    def __init__(self, weights, frozen, recipe):
        super().__init__()
        self.encoder = ENCODERS[recipe["encoder"]](weights, frozen, recipe["config"])
        self.head = HEADS[recipe["head"]](weights)

    def forward(self, views):
        embedding, tokens = self.encoder(snv(views))
        return F.normalize(self.head(embedding, tokens), dim=-1)


def nt_xent(z, temperature):
    views = z.shape[0]
    similarities = (z @ z.T / temperature).fill_diagonal_(-1e9)
    partners = torch.arange(views).roll(views // 2)
    return F.cross_entropy(similarities, partners)


def main():
    setup = json.loads(sys.stdin.readline())
    torch.set_num_threads(setup["threads"])
    tensors = read_safetensors(setup["file"])
    part = lambda prefix: {k[len(prefix) + 1 :]: v for k, v in tensors.items() if k.startswith(prefix + "/")}
    batches = [part(f"batch{i}") for i in range(setup["batches"])]
    model = Model(part("weight"), part("frozen"), setup["recipe"])
    matrices = [p for p in model.parameters() if p.dim() >= 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    scalars = setup["scalars"]
    optimiser = torch.optim.AdamW(
        [
            {"params": matrices, "weight_decay": scalars["weightDecay"]},
            {"params": vectors, "weight_decay": 0.0},
        ],
        lr=scalars["learningRate"],
        eps=1e-8,
    )
    sigma = setup["recipe"]["noise"]
    answer(
        {"version": torch.__version__, "blas": blas(), "threads": torch.get_num_threads()},
    )
    taken = 0
    for line in sys.stdin:
        asked = json.loads(line)
        if "peak" in asked:
            answer(peak_mb())
            continue
        timed = []
        for _ in range(asked["steps"]):
            batch = batches[taken % len(batches)]
            taken += 1
            start = time.perf_counter()
            views = torch.cat([batch["spectra"], batch["spectra"]])
            views = views + batch["0.noise"] * (views.abs().amax(-1, keepdim=True) * sigma)
            loss = nt_xent(model(views), scalars["temperature"])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), scalars["clip"])
            optimiser.step()
            value = loss.item()
            timed.append({"ms": 1000 * (time.perf_counter() - start), "loss": value})
        answer(timed)


def peak_mb():
    # Linux says it of the program that runs; getrusage counts the process that started it too, and gives bytes on macOS.
    if os.path.exists("/proc/self/status"):
        with open("/proc/self/status") as status:
            (line,) = [line for line in status if line.startswith("VmHWM:")]
        return int(line.split()[1]) * 1024 / 1e6
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def answer(value):
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
