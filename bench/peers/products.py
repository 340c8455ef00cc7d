"""MKL's time for products of matrices: the floor of `npm run bench -- profile`.

Reads one JSON object from standard input, {"threads": n, "rounds": n, "products": [...]}, and answers with one:
{"version": ..., "mkl": true or false, "ms": [...]}, the fastest of the rounds for each, all taking turns.
"""

import json
import sys
import time

import torch


def prepare(product):
    def operand(a, b, transpose):
        sizes = ((product["stack"],) if product["stack"] > 1 else ()) + ((b, a) if transpose else (a, b))
        matrix = torch.full(sizes, 0.5)
        return matrix.transpose(-1, -2) if transpose else matrix

    left = operand(product["rows"], product["inner"], product["transposeLeft"])
    right = operand(product["inner"], product["columns"], product["transposeRight"])
    result = torch.empty(left.shape[:-1] + right.shape[-1:])
    return lambda: torch.matmul(left, right, out=result)


def main():
    setup = json.loads(sys.stdin.readline())
    torch.set_num_threads(setup["threads"])
    runs = [prepare(product) for product in setup["products"]]
    fastest = [float("inf")] * len(runs)
    for round_number in range(2 + setup["rounds"]):
        for i, run in enumerate(runs):
            start = time.perf_counter()
            run()
            if round_number >= 2:
                fastest[i] = min(fastest[i], 1000 * (time.perf_counter() - start))
    mkl = torch.backends.mkl.is_available() and "BLAS_INFO=mkl" in torch.__config__.show()
    print(json.dumps({"version": torch.__version__, "mkl": mkl, "ms": fastest}), flush=True)


main()
