"""An NTT step of a dense network in closed form by matrix products of NumPy, over all weights or over the kept ones."""

import numpy as np

from cases import Case, Layer
from checks import same
from timing import measure

KERNEL_WEIGHT, DECAY, LEARNING_RATE = 1e-3, 1e-4, 5e-4
FIRST_MOMENT, SECOND_MOMENT, EPSILON = 0.9, 0.999, 1e-8


def rows(case: Case, repeats: int):
    step = Step(case)
    kernel, target = step.distances()
    same(f"{case.name} {case.case}, kernel distance", case.expected["kernelDistance"], kernel)
    same(f"{case.name} {case.case}, target distance", case.expected["targetDistance"], target)
    yield {"name": case.name, "case": case.case, "peer": "NumPy with OpenBLAS, closed form"} | measure(step, repeats)


class Evaluation:
    """
    Logits and kernel of a network [(a, i) x (b, j)] between the halves of a batch, and what the gradient takes from their computation.
    Activations are [units x samples], cotangents [units x (output, sample)] of each half.
    """

    def __init__(self, layers: list[Layer], x: np.ndarray, retained: bool):
        self.layers, self.retained = layers, retained
        self.half, self.outputs = x.shape[1] // 2, len(layers[-1].bias)
        self.h, self.gates = [x], []
        for layer in layers[:-1]:
            z = layer.weight @ self.h[-1]
            z += layer.bias[:, None]
            self.gates.append(z > 0)
            self.h.append(np.maximum(z, 0, out=z))
        self.logits = layers[-1].weight @ self.h[-1] + layers[-1].bias[:, None]
        self._backward()
        self._kernel()

    def sides(self, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return matrix[:, : self.half], matrix[:, self.half :]

    def gated(self, matrix: np.ndarray, gate: np.ndarray) -> np.ndarray:
        """A matrix of a side's cotangents or tangents, zero where the gate [units x samples] is closed."""
        units, samples = gate.shape
        return (matrix.reshape(units, -1, samples) * gate[:, None, :]).reshape(units, -1)

    def _backward(self):
        seed = np.repeat(np.eye(self.outputs, dtype=np.float32), self.half, axis=1)
        self.g = [(seed, seed)]
        for layer, gate in zip(self.layers[:0:-1], self.gates[::-1]):
            gates = self.sides(gate)
            self.g.insert(0, tuple(self.gated(layer.weight.T @ g, d) for g, d in zip(self.g[0], gates)))

    def _kernel(self):
        k, n = self.outputs, self.half
        self.kernel = np.zeros((k * n, k * n), np.float32)
        self.grams, self.products, self.weighed = [], [], []
        for layer, h, (gi, gj) in zip(self.layers, self.h, self.g):
            hi, hj = self.sides(h)
            if self.retained:
                # One Gram matrix a unit over the inputs it keeps; it scales one side's cotangents.
                gram = np.empty((len(layer.bias), n, n), np.float32)
                for unit, mask in enumerate(layer.mask):
                    kept = np.flatnonzero(mask)
                    np.matmul(hi[kept].T, hj[kept], out=gram[unit])
                gram += 1
                weighed = _weighed(gram.transpose(1, 0, 2), gj, k)
                own = np.ascontiguousarray(gi.reshape(-1, k, n).transpose(2, 1, 0))
                self.kernel += np.matmul(own, weighed).transpose(1, 0, 2).reshape(k * n, k * n)
                self.products.append(None)
            else:
                gram = hi.T @ hj
                gram += 1
                product = gi.T @ gj
                self.products.append(product)
                self.kernel += (product.reshape(k, n, k, n) * gram[None, :, None, :]).reshape(k * n, k * n)
                weighed = None
            self.grams.append(gram)
            self.weighed.append(weighed)


def _weighed(grams: np.ndarray, g: np.ndarray, outputs: int) -> np.ndarray:
    """[sample x unit x (output, other sample)]: cotangents of the other side scaled by grams [sample x unit x other sample]."""
    samples, units, others = grams.shape
    scaled = np.ascontiguousarray(grams)[:, :, None, :] * g.reshape(1, units, outputs, others)
    return scaled.reshape(samples, units, outputs * others)


class Step:
    def __init__(self, case: Case):
        self._x = np.ascontiguousarray(case.samples.reshape(len(case.samples), -1).T)
        self._retained = case.expected["kernelScope"] == "RetainedWeights"
        self._cached = Evaluation(case.teacher, self._x, retained=False) if "cached teacher" in case.case else None
        self._teacher, self._layers, self._density = case.teacher, case.layers, case.density
        parameters = [array for layer in case.layers for array in (layer.weight, layer.bias)]
        self._moments = [(np.zeros_like(array), np.zeros_like(array)) for array in parameters]
        self._steps = 0

    def _evaluate(self):
        student = Evaluation(self._layers, self._x, self._retained)
        teacher = self._cached or Evaluation(self._teacher, self._x, retained=False)
        return student, student.kernel - teacher.kernel, student.logits - teacher.logits

    def distances(self) -> tuple[float, float]:
        _, kernel, logits = self._evaluate()
        return float(np.square(kernel, dtype=np.float64).mean()), float(np.square(logits, dtype=np.float64).mean())

    def gradients(self) -> list[np.ndarray]:
        """Of weight and bias, layer by layer, as the equations of the closed form have them."""
        student, difference, logits = self._evaluate()
        m = difference * np.float32(2 * KERNEL_WEIGHT / difference.size)
        tangents, injections = _tangents(student, m)
        return _reverse(student, logits * np.float32(2 / logits.size), tangents, injections, np.float32(2 * DECAY / self._density))

    def __call__(self):
        self._steps += 1
        rate = np.float32(LEARNING_RATE * np.sqrt(1 - SECOND_MOMENT**self._steps) / (1 - FIRST_MOMENT**self._steps))
        parameters = [array for layer in self._layers for array in (layer.weight, layer.bias)]
        for array, gradient, (first, second) in zip(parameters, self.gradients(), self._moments):
            first *= np.float32(FIRST_MOMENT)
            first += np.float32(1 - FIRST_MOMENT) * gradient
            second *= np.float32(SECOND_MOMENT)
            second += np.float32(1 - SECOND_MOMENT) * np.square(gradient)
            array -= rate * first / (np.sqrt(second) + np.float32(EPSILON))


def _tangents(s: Evaluation, m: np.ndarray):
    """The tangents at every layer's input of both sides, and what the kernel's derivative adds to the adjoints of those inputs."""
    k, n = s.outputs, s.half
    blocks = m.reshape(k, n, k, n)
    tangents, injections, moving = [None], [None], None
    for index, layer in enumerate(s.layers[:-1]):
        gi, gj = s.g[index]
        if s.retained:
            # t = sum over b of m g_j; scaled by the unit's Gram matrix it is the tangent, met with g_i the adjoint's weight.
            own = np.matmul(s.weighed[index], np.ascontiguousarray(m.reshape(k, n, k * n).transpose(1, 2, 0)))
            zi = own.transpose(1, 2, 0).reshape(-1, k * n)
            other = _weighed(s.grams[index].transpose(2, 0, 1), gi, k)
            zj = np.matmul(other, np.ascontiguousarray(m.reshape(k * n, k, n).transpose(2, 0, 1)))
            zj = zj.transpose(1, 2, 0).reshape(-1, k * n)
        else:
            c = (blocks * s.grams[index][None, :, None, :]).reshape(k * n, k * n)
            zi, zj = gj @ c.T, gi @ c
        if moving is not None:
            zi, zj = zi + layer.weight @ moving[0], zj + layer.weight @ moving[1]
        gates = s.sides(s.gates[index])
        moving = (s.gated(zi, gates[0]), s.gated(zj, gates[1]))
        tangents.append(moving)
    for index in range(1, len(s.layers)):
        gi, gj = s.g[index]
        hi, hj = s.sides(s.h[index])
        if s.retained:
            bar = np.zeros_like(s.h[index])
            t = np.matmul(
                np.ascontiguousarray(gj.reshape(-1, k, n).transpose(2, 0, 1)), blocks.transpose(3, 2, 0, 1).reshape(n, k, k * n))
            c = np.einsum("jpai,pai->pij", t.reshape(n, -1, k, n), gi.reshape(-1, k, n), optimize=True)
            for unit, mask in enumerate(s.layers[index].mask):
                kept = np.flatnonzero(mask)
                bar[kept, :n] += hj[kept] @ c[unit].T
                bar[kept, n:] += hi[kept] @ c[unit]
            injections.append(bar)
        else:
            c = np.einsum("aibj,aibj->ij", blocks, s.products[index].reshape(k, n, k, n))
            injections.append(np.concatenate((hj @ c.T, hi @ c), axis=1))
    return tangents, injections


def _reverse(s: Evaluation, r: np.ndarray, tangents, injections, decay) -> list[np.ndarray]:
    gradients = []
    for index in range(len(s.layers) - 1, -1, -1):
        layer = s.layers[index]
        weight = r @ s.h[index].T
        if index > 0:
            weight += s.g[index][0] @ tangents[index][0].T + s.g[index][1] @ tangents[index][1].T
        weight += decay * layer.weight
        weight *= layer.mask
        gradients = [weight, r.sum(axis=1), *gradients]
        if index > 0:
            r = (layer.weight.T @ r + injections[index]) * s.gates[index - 1]
    return gradients
