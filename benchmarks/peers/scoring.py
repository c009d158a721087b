"""Scoring in PyTorch: as it is, frozen and optimised for inference, and with the weights in compressed sparse rows."""

import torch
from torch import nn

import networks
from cases import Case
from checks import same
from timing import measure


def rows(case: Case, repeats: int):
    dense = networks.build(case.network, case.layers).eval()
    samples, labels = torch.from_numpy(case.samples), torch.from_numpy(case.labels)
    with torch.no_grad():
        frozen = torch.jit.optimize_for_inference(torch.jit.trace(dense, samples))
    prefix = "PyTorch" if case.density == 1 else "PyTorch, masked dense"
    peers = {prefix: dense, f"{prefix}, frozen": frozen}
    if "conv" in case.network:
        peers[f"{prefix}, channels last"] = _ChannelsLast(networks.build(case.network, case.layers).eval())
    if case.density < 1:
        peers["PyTorch, CSR"] = _csr(dense, case)
    for peer, network in peers.items():
        with torch.inference_mode(mode=peer != "PyTorch, CSR"), torch.no_grad():
            loss = nn.functional.cross_entropy(network(samples), labels).item()
            same(f"{case.name} {case.case} {peer}", case.expected["logLoss"], loss)
            yield {"name": case.name, "case": case.case, "peer": peer} | measure(lambda: network(samples), repeats)


class _ChannelsLast(nn.Module):
    def __init__(self, network: nn.Sequential):
        super().__init__()
        self._network = network.to(memory_format=torch.channels_last)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self._network(x.to(memory_format=torch.channels_last))


def _csr(dense: nn.Sequential, case: Case) -> nn.Sequential:
    layers = iter(case.layers)
    return nn.Sequential(
        *(
            _CsrConvolution(module, next(layers)) if isinstance(module, nn.Conv2d)
            else _CsrLinear(next(layers)) if isinstance(module, nn.Linear)
            else module
            for module in dense
        )
    )


class _CsrLinear(nn.Module):
    """y = W x with the batch in the columns, the form that CSR products take."""

    def __init__(self, layer):
        super().__init__()
        self._weight = torch.from_numpy(layer.weight).to_sparse_csr()
        self._bias = torch.from_numpy(layer.bias)[:, None]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.addmm(self._bias, self._weight, x.t()).t()


class _CsrConvolution(nn.Module):
    """The product of the sparse filters with all patches of all samples side by side."""

    def __init__(self, module: nn.Conv2d, layer):
        super().__init__()
        self._kernel = module.kernel_size
        self._weight = torch.from_numpy(layer.weight).to_sparse_csr()
        self._bias = torch.from_numpy(layer.bias)[:, None]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        count, height, width = len(x), x.shape[2] - self._kernel[0] + 1, x.shape[3] - self._kernel[1] + 1
        patches = nn.functional.unfold(x, self._kernel).transpose(0, 1).reshape(self._weight.shape[1], -1)
        return torch.addmm(self._bias, self._weight, patches).reshape(-1, count, height, width).transpose(0, 1)
