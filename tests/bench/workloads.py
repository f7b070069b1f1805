#!/usr/bin/env python3
"""Writes the workloads of ./dev bench: workloads.py FOLDER.

Each is ID.json (what it is, and its reference losses), the same as ID.txt (one `key values` a line) and ID.bin (little-endian float32:
X [n x d], Y [n x k], one-hot for softmax, then of each layer W [inputs x units] and b, all row-major). Rows are shuffled here, once:
everybody walks them in this order, and the last batch of an epoch may be short. `stage` is the number of epochs after which a timed
run starts again. Reference losses come from the float64 trainer below; `loss_sgd` is what plain descent with `sgd_lr` reaches where a
contestant has no Adam; `online_lr` is the rate for one that can only take one row at a time.
"""

import json
import os
import sys

import numpy as np

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../core/data/digits.table")


def activate(z, name):
    if name == "tanh":
        return np.tanh(z)
    if name == "relu":
        return np.maximum(z, 0)
    if name == "sigmoid":
        return 1 / (1 + np.exp(-z))
    if name == "softmax":
        e = np.exp(z - z.max(1, keepdims=True))
        return e / e.sum(1, keepdims=True)
    return z


def slope(a, name):
    if name == "tanh":
        return 1 - a * a
    if name == "relu":
        return (a > 0).astype(a.dtype)
    if name == "sigmoid":
        return a * (1 - a)
    return np.ones_like(a)


def loss_of(answers, y, loss):
    if loss == "halfmse":
        return float(0.5 * ((answers - y) ** 2).mean())
    if loss == "mse":
        return float(((answers - y) ** 2).mean())
    if loss == "bce":
        a = np.clip(answers, 1e-7, 1 - 1e-7)
        return float(-(y * np.log(a) + (1 - y) * np.log(1 - a)).mean())
    return float(-(y * np.log(np.maximum(answers, 1e-30))).sum(1).mean())


def forward(x, parameters, activations):
    outs = [x]
    for (w, b), name in zip(parameters, activations):
        outs.append(activate(outs[-1] @ w + b, name))
    return outs


def descend(parameters, gradients, moments, step, workload):
    for layer, (w_and_b, gradient) in enumerate(zip(parameters, gradients)):
        for i, (p, g) in enumerate(zip(w_and_b, gradient)):
            if workload["opt"] == "adam":
                m, v = moments[layer][i]
                m[:] = 0.9 * m + 0.1 * g
                v[:] = 0.999 * v + 0.001 * g * g
                p -= workload["lr"] * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
            else:
                p -= workload["lr"] * g


def train(x, y, parameters, workload, epochs):
    """The loss before and after plain mini-batch training in float64."""
    parameters = [(w.astype(np.float64), b.astype(np.float64)) for w, b in parameters]
    moments = [[(np.zeros_like(p), np.zeros_like(p)) for p in layer] for layer in parameters]
    x, y = x.astype(np.float64), y.astype(np.float64)
    activations, loss, batch = workload["activations"], workload["loss"], workload["batch"]
    before = loss_of(forward(x, parameters, activations)[-1], y, loss)
    step = 0
    for _ in range(epochs):
        for first in range(0, len(x), batch):
            outs = forward(x[first : first + batch], parameters, activations)
            d = (outs[-1] - y[first : first + batch]) / len(outs[0])
            if loss in ("mse", "halfmse"):
                d = (2 if loss == "mse" else 1) * d * slope(outs[-1], activations[-1])
            step += 1
            gradients = []
            for layer in range(len(parameters) - 1, -1, -1):
                gradients.insert(0, (outs[layer].T @ d, d.sum(0)))
                if layer:
                    d = (d @ parameters[layer][0].T) * slope(outs[layer], activations[layer - 1])
            descend(parameters, gradients, moments, step, workload)
    return before, loss_of(forward(x, parameters, activations)[-1], y, loss)


def initial(random, sizes, kind):
    parameters = []
    for inputs, units in zip(sizes[:-1], sizes[1:]):
        if kind == "playground":
            w, b = random.uniform(-0.5, 0.5, (inputs, units)), np.full(units, 0.1)
        else:
            limit = np.sqrt(6 / (inputs + units)) if kind == "glorot" else np.sqrt(6 / inputs)
            w, b = random.uniform(-limit, limit, (inputs, units)), np.zeros(units)
        parameters.append((w.astype(np.float32), b.astype(np.float32)))
    return parameters


def shuffled(random, x, y):
    order = random.permutation(len(x))
    return x[order].astype(np.float32), y[order].astype(np.float32)


def circle(random, n=250):
    half = n // 2
    radius = np.concatenate([random.uniform(0, 2.5, half), random.uniform(3.5, 5, n - half)])
    angle = random.uniform(0, 2 * np.pi, n)
    x = np.stack([radius * np.sin(angle), radius * np.cos(angle)], 1)
    return shuffled(random, x, np.where(np.arange(n) < half, 1.0, -1.0)[:, None])


def spiral(random, n=250):
    half = n // 2
    i = np.arange(half)
    arms, labels = [], []
    for turn, label in ((0, 1.0), (np.pi, -1.0)):
        radius, angle = i / half * 5, 1.75 * i / half * 2 * np.pi + turn
        arms.append(np.stack([radius * np.sin(angle), radius * np.cos(angle)], 1))
        labels += [label] * half
    points, y = shuffled(random, np.concatenate(arms), np.array(labels)[:, None])
    a, b = points[:, 0], points[:, 1]
    return np.stack([a, b, a * a, b * b, a * b, np.sin(a), np.sin(b)], 1).astype(np.float32), y


def mortgage(random, n=20):
    income, debt = random.uniform(0, 1, n), random.uniform(0, 1, n)
    y = income - 0.7 * debt + random.normal(0, 0.05, n) > 0.15
    return np.stack([income, debt], 1).astype(np.float32), y[:, None].astype(np.float32)


def digits(random, n=1437):
    with open(TABLE, "rb") as file:
        content = file.read()
    table = np.frombuffer(content[content.index(b"\n\n") + 2 :], np.uint8).reshape(-1, 65)
    x, y = shuffled(random, table[:, :64] / 16.0, np.eye(10)[table[:, 64]])
    return x[:n], y[:n]


def images(random, n=6000, inputs=784, classes=10):
    y = random.integers(0, classes, n)
    prototypes = random.random((classes, inputs)) * (random.random((classes, inputs)) < 0.25)
    x = prototypes[y] * random.uniform(0.3, 1, (n, 1))
    x = x + np.abs(random.normal(0, 0.35, (n, inputs))) * (random.random((n, inputs)) < 0.3)
    wrong = random.random(n) < 0.05
    y = np.where(wrong, random.integers(0, classes, n), y)
    return np.clip(x, 0, 1).astype(np.float32), np.eye(classes)[y].astype(np.float32)


def regression(random, n=2000):
    x = random.uniform(-1, 1, (n, 4))
    y = 0.5 + 0.2 * np.sin(2.5 * x[:, 0]) * x[:, 1] + 0.15 * x[:, 2] ** 2 - 0.1 * x[:, 3] * x[:, 0] + random.normal(0, 0.01, n)
    return x.astype(np.float32), np.clip(y, 0.02, 0.98)[:, None].astype(np.float32)


def rocks(random, n=400):
    """Seven standardised inputs and a smooth target of the size and range of a reflectivity."""
    x = random.normal(0, 1, (n, 7))
    y = 0.06 * (x[:, 3] - x[:, 0]) / (1.5 + 0.3 * np.abs(x[:, 3] + x[:, 0]))
    y = y + 0.04 * (x[:, 5] - x[:, 2]) - 0.02 * x[:, 6] ** 2 * (x[:, 4] - x[:, 1]) / 3
    return x.astype(np.float32), y[:, None].astype(np.float32)


WORKLOADS = [
    # id, what, rows, seed, sizes, activations, loss, batch, optimiser, rate, initial weights, reference epochs, stage, rates without Adam
    ("W1", "circle, 2-4-2-1 tanh, batch 10", circle, 1, [2, 4, 2, 1], ["tanh"] * 3, "halfmse", 10, "sgd", 0.03, "playground", 100, 400, {}),
    ("W2", "spiral, 7-8×6-1 tanh, batch 10", spiral, 2, [7] + [8] * 6 + [1], ["tanh"] * 7, "halfmse", 10, "sgd", 0.03, "glorot", 30, 60, {}),
    ("W3", "2-50-1, full batch of 20", mortgage, 3, [2, 50, 1], ["relu", "sigmoid"], "bce", 20, "sgd", 0.1, "he", 1000, 2000, {}),
    ("W4", "digits 64-32-10, Adam, batch 32", digits, 4, [64, 32, 10], ["relu", "softmax"], "ce", 32, "adam", 0.001, "he", 5, 20,
     {"sgd_lr": 0.1}),
    ("W5", "784-128-64-10, batch 128", images, 5, [784, 128, 64, 10], ["relu", "relu", "softmax"], "ce", 128, "sgd", 0.05, "he", 2, 4,
     {"online_lr": 0.02}),
    ("W6", "4-300-1, Adam, batch 32", regression, 6, [4, 300, 1], ["sigmoid", "linear"], "mse", 32, "adam", 0.001, "glorot", 10, 20,
     {"sgd_lr": 0.02}),
    ("W7", "7-300-1, one row at a time", rocks, 7, [7, 300, 1], ["sigmoid", "linear"], "halfmse", 1, "sgd", 0.001, "glorot", 20, 20, {}),
]


def write(folder, row):
    name, title, rows, seed, sizes, activations, loss, batch, opt, lr, start, reference, stage, rates = row
    x, y = rows(np.random.Generator(np.random.PCG64(seed)))
    parameters = initial(np.random.Generator(np.random.PCG64(100 + seed)), sizes, start)
    workload = {"id": name, "title": title, "n": len(x), "d": x.shape[1], "k": y.shape[1], "sizes": sizes, "activations": activations}
    workload.update(loss=loss, batch=batch, opt=opt, lr=lr, reference=reference, stage=stage, **rates)
    workload["parameters"] = sum(w.size + b.size for w, b in parameters)
    workload["loss_before"], workload["loss_after"] = train(x, y, parameters, workload, reference)
    if "sgd_lr" in rates:
        workload["loss_sgd"] = train(x, y, parameters, {**workload, "opt": "sgd", "lr": rates["sgd_lr"]}, reference)[1]
    np.concatenate([x.ravel(), y.ravel()] + [p.ravel() for layer in parameters for p in layer]).astype("<f4").tofile(f"{folder}/{name}.bin")
    with open(f"{folder}/{name}.json", "w", encoding="utf8") as file:
        json.dump(workload, file)
    with open(f"{folder}/{name}.txt", "w", encoding="utf8") as file:
        for key, value in workload.items():
            file.write(f"{key} {' '.join(map(str, value)) if isinstance(value, list) else value}\n")
    print(f"{name}: {workload['parameters']} parameters, loss {workload['loss_before']:.5f} -> {workload['loss_after']:.5f}")


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for row in WORKLOADS:
        write(folder, row)


main(sys.argv[1])
