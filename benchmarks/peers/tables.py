"""Writes Markdown tables of what was measured: tables.py RESULTS [--into FILE], between two marks of that file."""

import argparse
import json
import statistics
from collections import defaultdict
from pathlib import Path

import targets

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path, help="folder with the files that run writes")
    parser.add_argument("--into", type=Path, help="file with the two marks; default the console")
    parser.add_argument("--check", action="store_true", help="write nothing, only see whether the file can take the tables")
    options = parser.parse_args()
    if options.into is None:
        print(_text(options.results))
        return
    before, after = _around_tables(options.into)
    if not options.check:
        options.into.write_text(f"{before}{_text(options.results)}\n{after}")


def _around_tables(file: Path) -> tuple[str, str]:
    """What stands in a file that can be written before and behind the tables, with the marks."""
    try:
        with file.open("r+") as stream:
            text = stream.read()
    except (OSError, UnicodeDecodeError) as problem:
        raise SystemExit(f"--into is '{file}'; it must be a text file that can be written: {problem}") from None
    begins, ends = text.count(BEGIN), text.count(END)
    if (begins, ends) != (1, 1) or text.index(END) < text.index(BEGIN):
        raise SystemExit(f"--into is '{file}', which has '{BEGIN}' {begins} times and '{END}' {ends} times; it must have each once, in this order.")
    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return f"{text[:begin]}\n", text[end:]


def _text(folder: Path) -> str:
    return "\n\n".join(_tables(folder))


def _tables(folder: Path):
    results = [_read(file) for file in sorted(folder.glob("ours-*.json"))]
    ours, peers = _medians(results), _best_peers(folder)
    yield _machine(results, _read(next(folder.glob("peers-*.json"))))
    yield "### Targets\n\n" + targets.table(ours, peers)
    yield "### Ours\n\n" + _ours(ours)
    yield "### Beside peers\n\n" + _ratios(ours, peers)
    single = [_read(file) for file in sorted(folder.glob("single-*.json"))]
    if single:
        yield "### From one thread to more\n\n" + _threads(ours, _medians(single))
    if (folder / "scaling.json").exists():
        yield "### As the work grows\n\n" + _exponents(_read(folder / "scaling.json"))


def _read(file: Path) -> dict:
    return json.loads(file.read_text())


def _machine(ours: list[dict], peers: dict) -> str:
    machine, row = ours[0]["machine"], ours[0]["rows"][0]
    gflops = statistics.median(result["machine"]["microKernelGflops"] for result in ours)
    copy = statistics.median(result["machine"]["copyGigabytesPerSecond"] for result in ours)
    versions = ", ".join(f"{name} {version}" for name, version in peers["versions"].items())
    rounds = max(sum(result["rows"][0]["name"] == name for result in ours) for name in {result["rows"][0]["name"] for result in ours})
    return (
        f"{machine['processor']}, {machine['processors']} processors, {machine['vectors']} vectors, {row['threads']} threads; "
        f"{machine['framework']}; {versions}. Medians; rounds: {rounds}, a second or more of each case in each. "
        f"Roof: micro-kernel {gflops:.0f} GFLOP/s, copy {copy:.1f} GB/s."
    )


def _medians(results: list[dict]) -> dict:
    """(benchmark, case) -> a row whose numbers are the medians over the rounds."""
    cases = defaultdict(list)
    for row in (row for result in results for row in result["rows"]):
        cases[row["name"], row["case"]].append(row)
    return {key: {field: _median(rows, field) for field in rows[0]} for key, rows in cases.items()}


def _median(rows: list[dict], field: str):
    values = [row[field] for row in rows if isinstance(row[field], int | float)]
    return statistics.median(values) if values else None


def _best_peers(folder: Path) -> dict:
    """(benchmark, case) -> {peer: ms} with the wait policy of threads that suits the peer better."""
    times = defaultdict(list)
    for file in sorted(folder.glob("peers-*.json")):
        policy = file.stem.split("-")[-2]
        for row in _read(file)["rows"]:
            times[row["name"], row["case"], row["peer"], policy].append(row["medianMs"])
    best = defaultdict(dict)
    for (name, case, peer, _), measured in times.items():
        of_case = best[name, case]
        of_case[peer] = min(of_case.get(peer, float("inf")), statistics.median(measured))
    return best


def _ours(ours: dict) -> str:
    lines = ["| case | ms | GFLOP | GFLOP/s | of the roof | bytes allocated | MB resident |", "|---|---:|---:|---:|---:|---:|---:|"]
    styles = {"medianMs": "#.3g", "gflop": "#.3g", "gflops": "#.3g", "rooflineShare": ".0%", "allocatedBytes": ".0f", "peakResidentMegabytes": ".0f"}
    for (name, case), row in ours.items():
        cells = ["" if row[field] is None else format(row[field], style).rstrip(".") for field, style in styles.items()]
        lines.append(f"| {name}: {case} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _ratios(ours: dict, peers: dict) -> str:
    lines = ["| case | ours, ms | peer | peer, ms | ratio |", "|---|---:|---|---:|---:|"]
    for (name, case), row in ours.items():
        own = row["medianMs"]
        for peer, theirs in sorted(peers[name, case].items(), key=lambda item: item[1]):
            cells = [_three(own), peer, _three(theirs), _three(theirs / own)]
            lines.append(f"| {name}: {case} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _three(number: float) -> str:
    """Three digits, without an exponent."""
    return f"{number:,.0f}" if number >= 100 else f"{number:#.3g}"


def _threads(ours: dict, single: dict) -> str:
    threads = next(iter(ours.values()))["threads"]
    lines = [f"| case | 1 thread, ms | {threads:.0f} threads, ms | faster by |", "|---|---:|---:|---:|"]
    for (name, case), row in single.items():
        one, more = row["medianMs"], ours[name, case]["medianMs"]
        lines.append(f"| {name}: {case} | {_three(one)} | {_three(more)} | {one / more:.2f} |")
    return "\n".join(lines)


def _exponents(scaling: dict) -> str:
    sizes = defaultdict(list)
    for row in scaling["rows"]:
        sizes[row["curve"]].append(f"{row['size']:g}: {_three(row['medianMs'])}")
    lines = ["| curve | size: ms | exponent of the times | of the operations |", "|---|---|---:|---:|"]
    for row in scaling["exponents"]:
        lines.append(f"| {row['curve']} | {', '.join(sizes[row['curve']])} | {row['measured']:.2f} | {row['predicted']:.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
