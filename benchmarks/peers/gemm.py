"""OpenBLAS, called by NumPy: the product of two 1024 x 1024 matrices."""

import numpy as np

from checks import TOLERANCE
from timing import measure

CASE = "1024x1024x1024: square"


def rows(repeats: int):
    random = np.random.default_rng(1)
    a, b = (random.random((1024, 1024), dtype=np.float32) - 0.5 for _ in range(2))
    c = np.matmul(a, b)
    error = np.abs(c - a.astype(np.float64) @ b.astype(np.float64)).max()
    if not error <= TOLERANCE:
        raise SystemExit(f"gemm {CASE}: OpenBLAS's product is off by {error:.1e}; {TOLERANCE} is allowed.")
    yield {"name": "gemm", "case": CASE, "peer": "OpenBLAS"} | measure(lambda: np.matmul(a, b, out=c), repeats)
