"""A model's graphs in runtimes that are not ours: Python's ONNX Runtime, and the onnx package's own evaluator in NumPy.

Takes the folder of an artifact, feeds the inputs of its reference.safetensors to onnx/model.onnx and every reference pair to
onnx/score.onnx, and prints one JSON object: {"engines": [{"name", "version", "embedding": [...], "similarity": [...],
"score": [...]}, ...]}, row after row, of the engines that can be imported.
"""

import json
import sys
from pathlib import Path

import numpy as np

TYPES = {"F32": np.float32, "I32": np.int32}


def read_safetensors(path):
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    return {
        name: np.frombuffer(data[start + begin : start + end], TYPES[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
        if name != "__metadata__"
        for begin, end in [entry["data_offsets"]]
    }


def onnxruntime_engine():
    import onnxruntime

    def load(path):
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        names = [output.name for output in session.get_outputs()]
        return lambda feeds: dict(zip(names, session.run(names, feeds)))

    return "onnxruntime", onnxruntime.__version__, load


def reference_engine():
    import onnx
    from onnx.reference import ReferenceEvaluator

    def load(path):
        model = onnx.load(str(path))
        onnx.checker.check_model(model, full_check=True)
        evaluator = ReferenceEvaluator(model)
        return lambda feeds: dict(zip(evaluator.output_names, evaluator.run(None, feeds)))

    return "onnx", onnx.__version__, load


def scores(folder, reference, load):
    embedding = load(folder / "onnx/model.onnx")({"spectra": reference["input"]})["embedding"]
    a, b = embedding[reference["pairs"].T]
    scored = load(folder / "onnx/score.onnx")({"a": a, "b": b})
    return {"embedding": embedding, **{name: scored[name] for name in ("similarity", "score")}}


def main(folder):
    reference = read_safetensors(folder / "reference.safetensors")
    engines = []
    for engine in (onnxruntime_engine, reference_engine):
        try:
            name, version, load = engine()
        except ImportError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        numbers = scores(folder, reference, load)
        engines.append(
            {"name": name, "version": version, **{key: np.ravel(value).tolist() for key, value in numbers.items()}}
        )
    json.dump({"engines": engines}, sys.stdout)


main(Path(sys.argv[1]))
