"""PyTorch networks from the text of an architecture."""

import torch
from torch import nn

from cases import Layer


def build(network: str, layers: list[Layer]) -> nn.Sequential:
    """The network with the weights given: 'input 28x28x1, conv 20 5x5, relu, maxpool 2, flatten, dense 10'."""
    weighted, modules = iter(layers), []
    channels = int(network.split(", ")[0].split("x")[-1])
    for part in network.split(", ")[1:]:
        kind, *words = part.split()
        if kind == "conv":
            layer, kernel = next(weighted), tuple(int(size) for size in words[1].split("x"))
            modules.append(_load(nn.Conv2d(channels, int(words[0]), kernel), layer))
            channels = int(words[0])
        elif kind == "dense":
            layer = next(weighted)
            modules.append(_load(nn.Linear(layer.weight.shape[1], layer.weight.shape[0]), layer))
        elif kind == "relu":
            modules.append(nn.ReLU(inplace=True))
        elif kind == "maxpool":
            modules.append(nn.MaxPool2d(int(words[0])))
        elif kind == "dropout":
            modules.append(nn.Dropout(float(words[0])))
        elif kind == "flatten":
            modules.append(nn.Flatten())
        else:
            raise ValueError(f"'{part}' of '{network}' is no layer that is known here")
    return nn.Sequential(*modules)


def _load(module: nn.Module, layer: Layer) -> nn.Module:
    with torch.no_grad():
        module.weight.copy_(torch.from_numpy(layer.weight).reshape(module.weight.shape))
        module.bias.copy_(torch.from_numpy(layer.bias))
    return module


def weighted_modules(network: nn.Sequential) -> list[nn.Module]:
    """The modules with weights, in order."""
    return [module for module in network if isinstance(module, (nn.Conv2d, nn.Linear))]
