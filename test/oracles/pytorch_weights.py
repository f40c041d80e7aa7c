"""Makes test/fixtures/objective/weights.json: losses and gradients of the weights methods on one-hot and smoothed
targets, in float64, by PyTorch's autograd.

Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_weights.py
"""

import torch
import torch.nn.functional as F
from objective_batch import CLASSES, Cases, counts, gold

cases = Cases()
EPSILON = 0.3

targets = {
    "one-hot": ({}, F.one_hot(gold, CLASSES).double()),
    "label-smoothing": (
        {"epsilon": EPSILON, "denominator": "V", "form": "ce"},
        (1 - EPSILON) * F.one_hot(gold, CLASSES) + EPSILON / CLASSES,
    ),
}


def cross_entropy(z, q):
    return -(q * F.log_softmax(z, 1)).sum(1)


def class_weights(frequency):
    """The end of sentence (2) counts as a word; <pad>, <s>, <unk> and words that never occur have weight 1."""
    seen = [j for j in range(CLASSES) if counts[j] > 0 and (j == 2 or j > 3)]
    scale = {"log": lambda f: torch.log(1 + f), "inverse": lambda f: f}[frequency]
    least = min(scale(counts[j]) for j in seen)
    return torch.tensor([float(least / scale(counts[j])) if j in seen else 1.0 for j in range(CLASSES)])


def gold_probability(z, detach):
    p = F.softmax(z, 1).gather(1, gold[:, None])[:, 0]
    return p.detach() if detach else p


def add(kind, parameters, weight, row_weight=None):
    for name, (target_parameters, q) in targets.items():
        masses = q if row_weight is None else q * row_weight
        cases.add(
            kind,
            parameters,
            lambda z: weight(z) * cross_entropy(z, masses),
            targets={"kind": name, **target_parameters},
        )


add("none", {}, lambda z: torch.ones(len(gold)))
for gamma in [0.5, 1, 2]:
    for detach in [False, True]:
        focal = lambda z: (1 - gold_probability(z, detach)) ** gamma
        add("focal", {"gamma": gamma, "detach": detach}, focal)
for gamma, alpha in [(1, 0.5), (1, 1), (2, 0.5)]:
    for detach in [False, True]:
        anti = lambda z: (1 + alpha * gold_probability(z, detach)) ** gamma
        add("anti-focal", {"gamma": gamma, "alpha": alpha, "detach": detach}, anti)
for frequency in ["log", "inverse"]:
    w = class_weights(frequency)
    add("class-weights", {"frequency": frequency, "place": "loss"}, lambda z: w[gold])
    add("class-weights", {"frequency": frequency, "place": "target"}, lambda z: 1, w)
    for detach in [False, True]:
        both = lambda z: w[gold] * (1 - gold_probability(z, detach)) ** 2
        add("focal-class", {"gamma": 2, "detach": detach, "frequency": frequency}, both)

# PyTorch's own weighted cross-entropy puts the weights inside the target.
z = torch.randn(len(gold), CLASSES)
w = class_weights("log")
own = F.cross_entropy(z, gold, weight=w, reduction="none", label_smoothing=EPSILON)
assert torch.allclose(own, cross_entropy(z, targets["label-smoothing"][1] * w))

cases.write("weights")
