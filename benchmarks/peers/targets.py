"""What the engine is meant to reach, judged by the medians of a run."""

NTT = "ntt-step", "{}, batch {}, density 0.03, {}"
CLOSED_FORM, DOUBLE_BACKWARD = "NumPy with OpenBLAS, closed form", "PyTorch, double backward"
NETWORKS = "lenet-300-100", "lenet-5-caffe", "conv-4"


def table(ours: dict, peers: dict) -> str:
    """ours: (benchmark, case) -> median row; peers: (benchmark, case) -> {peer: ms}."""
    lines = ["| what | target | reached | |", "|---|---:|---:|---|"]
    for what, target, reached, is_met in _judge(ours, peers):
        lines.append(f"| {what} | {target} | {reached} | {'met' if is_met else '**not met**'} |")
    return "\n".join(lines)


def _judge(ours: dict, peers: dict):
    key = "gemm", "1024x1024x1024: square"
    yield _least("product 1024^3: share of the micro-kernel's rate", 80, 100 * ours[key]["rooflineShare"], " %")
    yield _least("product 1024^3: times OpenBLAS's rate", 1, peers[key]["OpenBLAS"] / ours[key]["medianMs"], "x")
    for network, batch, way, most in (
        ("lenet-300-100", 64, "AllWeights", 2.5),
        ("lenet-300-100", 64, "RetainedWeights", 2.5),
        ("lenet-5-caffe", 64, "AllWeights", 180),
        ("lenet-5-caffe", 64, "RetainedWeights, cached teacher", 20),
        ("conv-4", 32, "RetainedWeights, cached teacher", 100),
    ):
        key = NTT[0], NTT[1].format(network, batch, way)
        yield f"NTT step {network}, {way}", f"<= {most} ms", f"{ours[key]['medianMs']:.3g} ms", ours[key]["medianMs"] <= most
    key = NTT[0], NTT[1].format("lenet-300-100", 64, "AllWeights")
    for peer, least in ((CLOSED_FORM, 3), (DOUBLE_BACKWARD, 10_000)):
        if peer in peers[key]:
            yield _least(f"NTT step lenet-300-100 beside {peer}", least, peers[key][peer] / ours[key]["medianMs"], "x")
    for network, density, least in (("lenet-300-100", 0.03, 15), ("conv-4", 0.03, 8), ("conv-4", 0.01, 15)):
        key = "train-step", f"{network}, batch 64, density {density}"
        yield _least(f"training step {network}, density {density}, beside PyTorch's masked dense", least, min(peers[key].values()) / ours[key]["medianMs"], "x")
    for network in NETWORKS:
        dense, sparse = (("score", f"{network}, batch 256, {kind}") for kind in ("dense", "density 0.03"))
        theory = ours[dense]["gflop"] / ours[sparse]["gflop"]
        yield _least(f"scoring {network}, density 0.03, beside ours dense", theory / 2, ours[dense]["medianMs"] / ours[sparse]["medianMs"], "x")
        best = min([*peers[sparse].values(), *peers[dense].values()])
        yield _least(f"scoring {network}, density 0.03, beside PyTorch's best", 1, best / ours[sparse]["medianMs"], "x")
    most = max(row["allocatedBytes"] for (name, _), row in ours.items())
    yield "allocation in a step, the most of all cases", "0 bytes", f"{most:.0f} bytes", most == 0


def _least(what: str, least: float, reached: float, unit: str):
    return what, f">= {least:.3g}{unit}" if least < 1e4 else f">= {least:,.0f}{unit}", f"{reached:.3g}{unit}", reached >= least
