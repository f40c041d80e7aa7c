"""Twenty updates by every optimizer. Makes test/fixtures/training/optimizers.json.

`weights` are NumPy's in float64, by the equations of the papers in the forms that TensorFlow's ops have: Adam's is at the
end of Kingma & Ba's section 2, where ε stands beside √v. PyTorch adds ε after the correction of v's bias, at most
ε·(1/√(1−β₂ᵗ) − 1) away; `torch` holds its weights. SGD's forms are the same.
Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/numpy_optimizers.py
"""

import json
from pathlib import Path

import numpy as np
import torch

STEPS, SIZE = 20, 6
generator = np.random.default_rng(3)
START = np.round(generator.standard_normal(SIZE) * 1024) / 1024
GRADIENTS = np.round(generator.standard_normal((STEPS, SIZE)) * 1024) / 1024
GRADIENTS[:, 5] = 0  # a weight that never gets one
GRADIENTS[7] = 0
RATES = [float(np.float32(0.05 * min(1, step / 5))) for step in range(1, STEPS + 1)]


def adam(parameters, decay=0.0):
    beta1, beta2, epsilon = (parameters[name] for name in ["beta1", "beta2", "epsilon"])
    weight, m, v, history = START.copy(), np.zeros(SIZE), np.zeros(SIZE), []
    for step, (gradient, rate) in enumerate(zip(GRADIENTS, RATES), 1):
        weight = weight - rate * decay * weight
        m = beta1 * m + (1 - beta1) * gradient
        v = beta2 * v + (1 - beta2) * gradient**2
        corrected = rate * np.sqrt(1 - beta2**step) / (1 - beta1**step)
        weight = weight - corrected * m / (np.sqrt(v) + epsilon)
        history.append(weight)
    return history


def sgd(parameters):
    momentum, nesterov, decay = (parameters[name] for name in ["momentum", "nesterov", "weightDecay"])
    weight, accumulated, history = START.copy(), np.zeros(SIZE), []
    for gradient, rate in zip(GRADIENTS, RATES):
        slope = gradient + decay * weight
        accumulated = momentum * accumulated + slope
        weight = weight - rate * (slope + momentum * accumulated if nesterov else accumulated)
        history.append(weight)
    return history


def torch_history(make):
    weight = torch.nn.Parameter(torch.tensor(START))
    optimizer = make([weight])
    history = []
    for gradient, rate in zip(GRADIENTS, RATES):
        optimizer.param_groups[0]["lr"] = rate
        weight.grad = torch.tensor(gradient)
        optimizer.step()
        history.append(weight.detach().numpy().copy())
    return history


cases = []


def case(kind, parameters, weights, make):
    theirs = torch_history(make)
    short = lambda rows: [[float(f"{x:.12g}") for x in row] for row in rows]
    cases.append({"kind": kind, "parameters": parameters, "weights": short(weights), "torch": short(theirs)})


for beta1, beta2, epsilon in [(0.9, 0.999, 1e-8), (0.8, 0.95, 1e-3), (0.0, 0.9, 1e-6)]:
    parameters = {"beta1": beta1, "beta2": beta2, "epsilon": epsilon}
    options = {"betas": (beta1, beta2), "eps": epsilon}
    case("adam", parameters, adam(parameters), lambda given: torch.optim.Adam(given, **options))
    decayed = parameters | {"weightDecay": 0.1}
    case("adamw", decayed, adam(parameters, 0.1), lambda given: torch.optim.AdamW(given, weight_decay=0.1, **options))
for momentum, nesterov, decay in [(0.0, False, 0.0), (0.9, False, 0.0), (0.9, True, 0.0), (0.5, False, 0.1), (0.5, True, 0.1)]:
    parameters = {"momentum": momentum, "nesterov": nesterov, "weightDecay": decay}
    make = lambda given: torch.optim.SGD(given, momentum=momentum, nesterov=nesterov, weight_decay=decay)
    case("sgd", parameters, sgd(parameters), make)

data = {"start": START.tolist(), "gradients": GRADIENTS.tolist(), "rates": RATES, "cases": cases}
Path("test/fixtures/training/optimizers.json").write_text(json.dumps(data).replace('}, {"kind"', '},\n{"kind"') + "\n")
for c in cases:
    print(c["kind"], c["parameters"], np.abs(np.array(c["weights"]) - c["torch"]).max())
