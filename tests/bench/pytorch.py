#!/usr/bin/env python3
"""PyTorch on one thread as a contestant: pytorch.py WORKLOAD (without extension). Answers `loss` and `measure SECONDS` on standard input."""

import json
import sys
import time

import numpy as np
import torch

torch.set_num_threads(1)
FUNCTIONS = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid}
LOSSES = {
    "mse": torch.nn.functional.mse_loss,
    "halfmse": lambda a, y: 0.5 * torch.nn.functional.mse_loss(a, y),
    "bce": torch.nn.functional.binary_cross_entropy_with_logits,
    "ce": torch.nn.functional.cross_entropy,
}


class Contestant:
    def __init__(self, path):
        with open(path + ".json", encoding="utf8") as file:
            self.workload = json.load(file)
        self.numbers = torch.from_numpy(np.fromfile(path + ".bin", "<f4"))
        self.activations = [FUNCTIONS.get(name) for name in self.workload["activations"]]
        if self.workload["loss"] in ("bce", "ce"):
            self.activations[-1] = None

    def reset(self):
        at, w = 0, self.workload

        def take(*shape):
            nonlocal at
            count = int(np.prod(shape))
            at += count
            return self.numbers[at - count : at].clone().reshape(shape)

        x, y = take(w["n"], w["d"]), take(w["n"], w["k"])
        self.batches = list(zip(x.split(w["batch"]), y.split(w["batch"])))
        self.layers = [(take(i, o), take(o)) for i, o in zip(w["sizes"][:-1], w["sizes"][1:])]
        parameters = [p.requires_grad_() for layer in self.layers for p in layer]
        kind = torch.optim.Adam if w["opt"] == "adam" else torch.optim.SGD
        self.optimiser = kind(parameters, lr=w["lr"])

    def loss_of(self, x, y):
        for (w, b), function in zip(self.layers, self.activations):
            x = torch.addmm(b, x, w)
            if function:
                x = function(x)
        return LOSSES[self.workload["loss"]](x, y)

    def epoch(self):
        for x, y in self.batches:
            self.optimiser.zero_grad(set_to_none=True)
            self.loss_of(x, y).backward()
            self.optimiser.step()

    def loss(self):
        self.reset()
        for _ in range(self.workload["reference"]):
            self.epoch()
        with torch.no_grad():
            return sum(self.loss_of(x, y).item() * len(x) for x, y in self.batches) / self.workload["n"]

    def measure(self, seconds):
        spent = rows = 0
        while spent < seconds:
            self.reset()
            start = time.perf_counter()
            for _ in range(self.workload["stage"]):
                self.epoch()
                rows += self.workload["n"]
                if spent + time.perf_counter() - start > seconds:
                    break
            spent += time.perf_counter() - start
        return rows / spent


contestant = Contestant(sys.argv[1])
for line in sys.stdin:
    words = line.split()
    print(contestant.loss() if words[0] == "loss" else contestant.measure(float(words[1])), flush=True)
