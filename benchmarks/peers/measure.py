"""Measures the peers on the cases of a folder and writes the rows to a file: measure.py BENCHMARK CASES OUTPUT [options]."""

import argparse
import json
import platform
from pathlib import Path

import numpy as np
import torch

import cases
import closed_form
import double_backward
import gemm
import scoring
import training


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("benchmark", choices=["gemm", "ntt-step", "train-step", "score", "double-backward"])
    parser.add_argument("cases", type=Path, help="folder that ntt bench --export wrote")
    parser.add_argument("output", type=Path, help="JSON file to write")
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    # Gradients fade as the few samples are learnt; denormal numbers would then cost a multiple of others.
    torch.set_flush_denormal(True)
    versions = {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__}
    options.output.write_text(json.dumps({"versions": versions, "rows": list(_rows(options))}, indent=2))


def _rows(options):
    repeats = options.repeats
    if options.benchmark == "gemm":
        yield from gemm.rows(repeats)
    elif options.benchmark == "double-backward":
        for case in cases.load_all(options.cases, "ntt-step"):
            if "conv" not in case.network and "cached" not in case.case:
                yield from double_backward.rows(case)
    elif options.benchmark == "ntt-step":
        for case in cases.load_all(options.cases, "ntt-step"):
            if "conv" not in case.network:
                yield from closed_form.rows(case, repeats)
    else:
        measured = training if options.benchmark == "train-step" else scoring
        for case in cases.load_all(options.cases, options.benchmark):
            yield from measured.rows(case, repeats)


if __name__ == "__main__":
    main()
