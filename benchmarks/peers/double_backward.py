"""
An NTT step by automatic differentiation in PyTorch: the rows of the Jacobian one by one, kept differentiable, as most would write it; and
all rows at once by functorch.
"""

import functorch
import numpy as np
import torch
from torch import nn

import closed_form
import networks
from cases import Case
from checks import same
from timing import measure_once

GRADIENT_TOLERANCE = 1e-3


def rows(case: Case):
    peers = {"PyTorch, functorch": _by_functorch}
    if case.expected["kernelScope"] == "AllWeights":
        peers["PyTorch, double backward"] = _row_by_row
    for peer, jacobian in peers.items():
        step = _Step(case, jacobian)
        times = measure_once(step)
        same(f"{case.name} {case.case} {peer}, kernel distance", case.expected["kernelDistance"], step.kernel_distance)
        _compare(step.gradients(), closed_form.Step(case).gradients())
        yield {"name": case.name, "case": case.case, "peer": peer} | times


class _Step:
    """The objective and its gradient by the kept weights and the biases; the update, which costs next to nothing here, is left out."""

    def __init__(self, case: Case, jacobian):
        self._case, self._jacobian = case, jacobian
        self._samples = torch.from_numpy(case.samples)
        self._student = networks.build(case.network, case.layers).eval()
        self._teacher = networks.build(case.network, case.teacher).eval()
        for module in (*self._student, *self._teacher):
            if isinstance(module, nn.ReLU):
                module.inplace = False

    def _masks(self):
        for layer in self._case.layers:
            yield torch.from_numpy(layer.mask)
            yield torch.ones(len(layer.bias))

    def __call__(self):
        retained = self._case.expected["kernelScope"] == "RetainedWeights"
        masks = [mask.flatten() for mask in self._masks()] if retained else None
        kernel, logits = _kernel(self._jacobian, self._student, self._samples, masks, differentiable=True)
        wanted_kernel, wanted_logits = _kernel(self._jacobian, self._teacher, self._samples, None, differentiable=False)
        distance = (kernel - wanted_kernel.detach()).square().mean()
        weights = (module.weight for module in networks.weighted_modules(self._student))
        decay = sum(weight.square().sum() for weight in weights) * (closed_form.DECAY / self._case.density)
        loss = closed_form.KERNEL_WEIGHT * distance + (logits - wanted_logits.detach()).square().mean() + decay
        loss.backward()
        self.kernel_distance = distance.item()

    def gradients(self) -> list[np.ndarray]:
        parameters = self._student.parameters()
        return [(p.grad.reshape(mask.shape) * mask).numpy() for p, mask in zip(parameters, self._masks())]


def _kernel(jacobian, network, samples, masks, differentiable):
    half = len(samples) // 2
    rows, logits = jacobian(network, samples, differentiable)
    if masks is not None:
        rows = [row * mask for row, mask in zip(rows, masks)]
    return sum(row[:, :half].flatten(0, 1) @ row[:, half:].flatten(0, 1).t() for row in rows), logits


def _row_by_row(network, samples, differentiable):
    """The Jacobian of each parameter [output x sample x count] and the logits."""
    parameters, logits = list(network.parameters()), network(samples)
    gradients = [
        torch.autograd.grad(logits[sample, output], parameters, create_graph=differentiable, retain_graph=True)
        for output in range(logits.shape[1])
        for sample in range(len(samples))
    ]
    shape = (logits.shape[1], len(samples), -1)
    return [torch.stack([row[index] for row in gradients]).reshape(shape) for index in range(len(parameters))], logits


def _by_functorch(network, samples, differentiable):
    function, parameters = functorch.make_functional(network)
    if differentiable:
        parameters = tuple(network.parameters())
    rows = functorch.vmap(functorch.jacrev(lambda p, x: function(p, x[None])[0]), (None, 0))(parameters, samples)
    return [row.flatten(2).transpose(0, 1) for row in rows], function(parameters, samples)


def _compare(ours: list[np.ndarray], theirs: list[np.ndarray]):
    for a, b in zip(ours, theirs):
        error = np.linalg.norm(a - b) / np.linalg.norm(b)
        if not error <= GRADIENT_TOLERANCE:
            raise SystemExit(f"The closed form's gradient is off by {error:.1e} of its length; {GRADIENT_TOLERANCE} is allowed.")
