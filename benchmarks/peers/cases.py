"""Reads the cases that `ntt bench --export` writes: what is worked on, and what our side computed from it."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Layer:
    """A weighted layer: weight [outputs x inputs] with zeros where pruned, bias [outputs], mask like the weight or None."""

    name: str
    weight: np.ndarray
    bias: np.ndarray
    mask: np.ndarray | None


@dataclass(frozen=True)
class Case:
    """One case: facts of case.json, samples [n x channels x height x width] standardised, labels [n], the layers in order."""

    name: str
    case: str
    network: str
    batch: int
    density: float
    expected: dict
    samples: np.ndarray
    labels: np.ndarray
    layers: list[Layer]
    teacher: list[Layer]


def load(folder: Path) -> Case:
    facts = json.loads((folder / "case.json").read_text())
    names = _layer_names(facts["network"])
    return Case(
        name=facts["name"],
        case=facts["case"],
        network=facts["network"],
        batch=facts["batch"],
        density=facts["density"],
        expected=facts,
        samples=np.load(folder / "samples.npy"),
        labels=np.load(folder / "labels.npy").astype(np.int64),
        layers=[_layer(folder, name) for name in names],
        teacher=[_layer(folder, f"teacher.{name}") for name in names] if facts["kernelDistance"] else [],
    )


def load_all(folder: Path, name: str) -> list[Case]:
    """The cases of one benchmark."""
    cases = [load(file.parent) for file in sorted(folder.glob("*/case.json"))]
    of_name = [case for case in cases if case.name == name]
    if not of_name:
        raise SystemExit(f"{folder}: found {len(cases)} cases, none of {name}; expected a folder a case, as `ntt bench {name} --export` writes them.")
    return of_name


def _layer_names(network: str) -> list[str]:
    """conv1, conv2, fc1, ...: the weighted layers, numbered a kind."""
    names, numbers = [], {"conv": 0, "dense": 0}
    for kind in (part.split()[0] for part in network.split(", ")):
        if kind in numbers:
            numbers[kind] += 1
            names.append(f"{'fc' if kind == 'dense' else kind}{numbers[kind]}")
    return names


def _layer(folder: Path, name: str) -> Layer:
    mask = folder / f"{name}.mask.npy"
    return Layer(
        name,
        np.load(folder / f"{name}.weight.npy"),
        np.load(folder / f"{name}.bias.npy"),
        np.load(mask) if mask.exists() else None,
    )
