"""Steps of training in PyTorch: dense, and sparse as masked dense."""

import torch
from torch import nn

import networks
from cases import Case
from checks import same
from timing import measure

LEARNING_RATE = 1e-3
DECAY = 1e-8
# As many as our batches are taken from: 32 MB, more than most caches hold.
SAMPLE_VALUES = 8_000_000


def rows(case: Case, repeats: int):
    for layout in (torch.contiguous_format, torch.channels_last):
        if layout == torch.channels_last and "conv" not in case.network:
            continue
        peer = "PyTorch" if case.density == 1 else "PyTorch, masked dense"
        peer += ", channels last" if layout == torch.channels_last else ""
        step = _Step(case, layout)
        same(f"{case.name} {case.case}", case.expected["logLoss"], step.loss_of_exported())
        yield {"name": case.name, "case": case.case, "peer": peer} | measure(step, repeats)


class _Step:
    """
    One step. The masked weights are zero at the start; with their gradients masked Adam leaves them there, which is cheaper than to
    mask the weights in every pass.
    """

    def __init__(self, case: Case, layout: torch.memory_format):
        self._network = networks.build(case.network, case.layers).to(memory_format=layout)
        self._samples = torch.from_numpy(case.samples).to(memory_format=layout)
        self._labels = torch.from_numpy(case.labels)
        weights = [module.weight for module in networks.weighted_modules(self._network)]
        self._masks = [
            (weight, torch.from_numpy(layer.mask).reshape(weight.shape).to(memory_format=layout if weight.dim() == 4 else torch.contiguous_format))
            for weight, layer in zip(weights, case.layers)
            if layer.mask is not None
        ]
        self._optimizer = torch.optim.Adam(
            [{"params": weights, "weight_decay": 2 * DECAY}, {"params": [p for p in self._network.parameters() if p.dim() == 1]}],
            lr=LEARNING_RATE,
            foreach=True,
        )
        batches = max(2, SAMPLE_VALUES // case.samples.size)
        self._data = self._samples.repeat(batches, 1, 1, 1).contiguous(memory_format=layout)
        self._targets = self._labels.repeat(batches)
        self._order = torch.randperm(len(self._targets), generator=torch.Generator().manual_seed(1)).split(case.batch)
        self._next = 0

    @torch.inference_mode()
    def loss_of_exported(self) -> float:
        self._network.eval()
        loss = nn.functional.cross_entropy(self._network(self._samples), self._labels).item()
        self._network.train()
        return loss

    def __call__(self):
        chosen = self._order[self._next]
        self._next = (self._next + 1) % len(self._order)
        self._optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(self._network(self._data[chosen]), self._targets[chosen])
        loss.backward()
        for weight, mask in self._masks:
            weight.grad.mul_(mask)
        self._optimizer.step()
