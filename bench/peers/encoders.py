"""Parameters of the papers' encoders, of PyTorch's own modules. Nothing is allocated: they stand on the device "meta"."""

import json

import torch
from torch import nn

L, H, E = 2080, 256, 256


def linears(*widths):
    return [nn.Linear(a, b) for a, b in zip(widths, widths[1:])]


def norms(*widths):
    return [nn.BatchNorm1d(width) for width in widths]


def attentions(layers, heads):
    return [nn.MultiheadAttention(L, heads, batch_first=True) for _ in range(layers)]


def transformer(layers, heads):
    return [*attentions(layers, heads), nn.LayerNorm(L), nn.LayerNorm(L), *linears(L, H, L), nn.Linear(L, E)]


def moe():
    mixtures = [module for _ in range(6) for module in [nn.Linear(L, 4), *(m for _ in range(4) for m in linears(L, H, L))]]
    return [*attentions(6, 8), nn.LayerNorm(L), nn.LayerNorm(L), *mixtures, nn.Linear(L, E)]


def convolutions(size):
    return [nn.Conv1d(a, b, size) for a, b in [(1, 32), (32, 64), (64, 128), (128, 256)]]


def cnn():
    return [*convolutions(3), *norms(32, 64, 128, 256), *linears(256 * L // 4, H, E)]


def rcnn():
    return [*convolutions(3), *convolutions(1), *norms(32, 64, 128, 256), *linears(256 * 4, H, E)]


def kan():
    inner = lambda: [*linears(L, H, H, 10 * (2 * L + 1)), *norms(H, H)]
    outer = lambda out: [*linears(10, H, H, out), *norms(H, H)]
    return [module for i in range(6) for module in [*inner(), *outer(E if i == 5 else L)]]


def vae():
    encoder = [*linears(L, 512, 256, 128), *linears(128, 256), *linears(128, 256)]
    return [*encoder, *linears(512, 128, 256, 512, L), *linears(256, 64, 256)]


def mamba():
    block = lambda: [
        nn.LayerNorm(256),
        nn.Linear(256, 512),
        nn.Conv1d(512, 512, 4, groups=512),
        *linears(512, 512, 256),
        nn.Linear(256, 256),
        nn.Linear(512, 256),
    ]
    return [nn.Linear(L, 256), *(module for _ in range(6) for module in block()), nn.LayerNorm(256)]


with torch.device("meta"):
    ENCODERS = {
        "paper/transformer": transformer(6, 8),
        "paper/moe": moe(),
        "paper/ensemble": [module for size in (2, 4, 8) for module in transformer(size, size)],
        "paper/cnn": cnn(),
        "paper/resnet": cnn(),
        "paper/rcnn": rcnn(),
        "paper/kan": kan(),
        "paper/lstm": [nn.LSTM(L, H, num_layers=6), nn.Linear(H, E)],
        "paper/vae": vae(),
        "paper/mamba": mamba(),
    }

counts = {name: sum(p.numel() for p in nn.ModuleList(modules).parameters()) for name, modules in ENCODERS.items()}
print(json.dumps({"version": torch.__version__, "parameters": counts}))
