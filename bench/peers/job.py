"""PyTorch peer of `npm run bench -- job`: spectra from a CSV file to a trained encoder as ONNX, as a script of its users would do it.

Arguments: one JSON object with spectra (a CSV file), workload (initial weights), recipe, scalars, batch, steps, threads and out.
"""

import csv
import json
import sys

import torch

from training import Model, nt_xent, read_safetensors, snv


class Embedding(torch.nn.Module):
    """What ships: raw spectra to embeddings, without the projection head."""

    def __init__(self, model):
        super().__init__()
        self.encoder = model.encoder

    def forward(self, spectra):
        return self.encoder(snv(spectra))[0]


def main():
    job = json.loads(sys.argv[1])
    torch.set_num_threads(job["threads"])
    with open(job["spectra"], newline="") as file:
        rows = csv.reader(file)
        next(rows)
        spectra = torch.tensor([[float(cell) for cell in row[1:]] for row in rows])
    tensors = read_safetensors(job["workload"])
    part = lambda prefix: {k[len(prefix) + 1 :]: v for k, v in tensors.items() if k.startswith(prefix + "/")}
    model = Model(part("weight"), part("frozen"), job["recipe"])
    scalars = job["scalars"]
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in model.parameters() if p.dim() >= 2], "weight_decay": scalars["weightDecay"]},
            {"params": [p for p in model.parameters() if p.dim() < 2], "weight_decay": 0.0},
        ],
        lr=scalars["learningRate"],
        eps=1e-8,
    )
    generator = torch.Generator().manual_seed(1)
    order = torch.empty(0, dtype=torch.long)
    losses = []
    for _ in range(job["steps"]):
        if len(order) < job["batch"]:
            order = torch.randperm(len(spectra), generator=generator)
        batch, order = spectra[order[: job["batch"]]], order[job["batch"] :]
        views = torch.cat([batch, batch])
        # The default augmentations: peak heights, then noise relative to the highest peak.
        views = views * torch.exp(0.5 * torch.randn(views.shape, generator=generator))
        views = views + torch.randn(views.shape, generator=generator) * (views.abs().amax(-1, keepdim=True) * 0.01)
        loss = nt_xent(model(views), scalars["temperature"])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), scalars["clip"])
        optimiser.step()
        losses.append(loss.item())
    model.eval()
    torch.onnx.export(Embedding(model), (spectra[:2],), job["out"], input_names=["spectra"], output_names=["embedding"], dynamo=False)
    print(json.dumps({"first": losses[0], "last": losses[-1], "version": torch.__version__}))


main()
