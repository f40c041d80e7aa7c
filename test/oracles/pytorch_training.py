"""Fifty training steps of the small attention LSTM in PyTorch, float64. Makes test/fixtures/models/training.json.

Dropout and coins take the numbers of numpy_philox.py, drawn in the order in which the model asks for them.
Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_training.py
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from numpy_philox import uniform
from pytorch_attention_lstm import PAD, SOURCE, TARGET, TARGET_VOCABULARY, forward, short, soft_argmax, weights

STEPS, RATE, SALT, TEACHER_SALT = 50, 0.2, 1000, 500
GOLD = TARGET.T.reshape(-1)
REAL = GOLD != PAD


class Randomness:
    def __init__(self, step):
        self.step, self.site = step, 0

    def draw(self, *shape):
        numbers = uniform(shape, self.step, 3 + self.site)
        self.site += 1
        return torch.tensor(numbers)

    def drop(self, tensor):
        return tensor * (self.draw(*tensor.shape) >= RATE) / (1 - RATE)


def label_smoothing(logits):
    return F.cross_entropy(logits, GOLD, reduction="none", label_smoothing=0.1)


def smoothing_of_others(logits):
    """ε = 0.3 spread over all but the gold class, as a Kullback-Leibler divergence."""
    q = torch.full_like(logits, 0.3 / (TARGET_VOCABULARY - 1)).scatter(1, GOLD[:, None], 0.7)
    return F.kl_div(F.log_softmax(logits, 1), q, reduction="none").sum(1)


def distillation(logits):
    teacher = F.softmax(forward(weights(True, TEACHER_SALT), SOURCE, TARGET) / 2, 1)
    divergence = F.kl_div(F.log_softmax(logits / 2, 1), teacher, reduction="none").sum(1)
    return 0.4 * F.cross_entropy(logits, GOLD, reduction="none") + 0.6 * 4 * divergence


def adam(state, name, value, gradient, step, rate, decay=0.0):
    m, v = state.setdefault(name, (torch.zeros_like(value), torch.zeros_like(value)))
    m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
    state[name] = (m, v)
    change = rate * (1 - 0.999**step) ** 0.5 / (1 - 0.9**step) * m / (v.sqrt() + 1e-8)
    return value - rate * decay * value - change


def adamw(*given):
    return adam(*given, decay=0.05)


def nesterov(state, name, value, gradient, step, rate):
    slope = gradient + 0.001 * value
    state[name] = 0.9 * state.get(name, torch.zeros_like(value)) + slope
    return value - rate * (slope + 0.9 * state[name])


def train(loss, update, rate, clip, feeds=False):
    current, state, series = weights(True, SALT), {}, []
    for step in range(1, STEPS + 1):
        w = {name: value.clone().requires_grad_(True) for name, value in current.items()}
        randomness = Randomness(step)
        coin = lambda rows: (randomness.draw(rows, 1) < 0.5).double()
        logits = forward(w, SOURCE, TARGET, randomness.drop, soft_argmax(w, 2.0, coin) if feeds else None)
        objective = loss(logits)[REAL].sum()
        nll = F.cross_entropy(logits, GOLD, reduction="sum", ignore_index=PAD)
        gradients = dict(zip(w, torch.autograd.grad(objective / REAL.sum(), list(w.values()))))
        norm = torch.sqrt(sum((gradient**2).sum() for gradient in gradients.values()))
        factor = min(1.0, clip / (norm.item() + 1e-6)) if clip else 1.0
        current = {name: update(state, name, current[name], factor * gradients[name], step, rate) for name in current}
        series.append([objective.item(), nll.item(), norm.item()])
    objective, nll, norm = zip(*series)
    return {
        "objective": objective,
        "nll": nll,
        "gradientNorm": norm,
        "weights": {name: short(value) for name, value in current.items()},
    }


scenarios = {
    "adam": train(label_smoothing, adam, 0.01, 0.6),
    "adamw": train(smoothing_of_others, adamw, 0.01, None, feeds=True),
    "sgd": train(distillation, nesterov, 0.05, 0.5),
}
text = ",\n".join(f"{json.dumps(name)}: {json.dumps(scenario)}" for name, scenario in scenarios.items())
Path("test/fixtures/models/training.json").write_text("{" + text + "}\n")
for name, scenario in scenarios.items():
    print(name, [f"{x:.4f}" for x in scenario["objective"][::7]], [f"{x:.3f}" for x in scenario["gradientNorm"][::7]])
