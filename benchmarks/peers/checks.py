"""Refuses to time two sides that do not compute the same."""

TOLERANCE = 1e-4


def same(what: str, ours: float, theirs: float) -> None:
    if not abs(ours - theirs) <= TOLERANCE * max(1.0, abs(ours)):
        raise SystemExit(f"{what}: we compute {ours}, the peer {theirs}; they may differ by {TOLERANCE} at the most.")
