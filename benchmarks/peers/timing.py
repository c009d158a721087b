"""Times an operation as `ntt bench` does: half a second of warm-up, measurements of at least 10 ms, a second of them, the median."""

import statistics
import time

WARM_UP = 0.5
SHORTEST = 0.01
DURATION = 1.0


def measure(operation, repeats: int) -> dict:
    """Milliseconds of one operation: the median and the shortest."""
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < WARM_UP:
        operation()
        count += 1
    chunk = max(1, int(SHORTEST / ((time.perf_counter() - start) / count)) + 1)
    times = []
    while len(times) < repeats or sum(times) * chunk < DURATION * 1e3:
        start = time.perf_counter()
        for _ in range(chunk):
            operation()
        times.append((time.perf_counter() - start) / chunk * 1e3)
    return {"medianMs": statistics.median(times), "minMs": min(times)}


def measure_once(operation) -> dict:
    """The same of an operation that takes minutes: one run, no warm-up."""
    start = time.perf_counter()
    operation()
    elapsed = (time.perf_counter() - start) * 1e3
    return {"medianMs": elapsed, "minMs": elapsed}
