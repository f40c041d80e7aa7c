"""Makes test/fixtures/objective/targets.json: losses and gradients of the targets methods, in float64, from their
distributions written out in full and PyTorch's autograd.

Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_objective.py
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
generator = np.random.default_rng(2)
ROWS, CLASSES, PAD = 7, 11, 0


def real(*shape, scale=1.0):
    return torch.tensor(np.round(generator.standard_normal(shape) * scale * 1024) / 1024)


logits = real(ROWS, CLASSES, scale=2)
teacher = real(ROWS, CLASSES, scale=2)
gold = torch.tensor([3, 10, 1, 7, 7, 2, 5])
upstream = real(ROWS)


def one_hot(z):
    return F.cross_entropy(z, gold, reduction="none")


def smoothed_row(gold_id, epsilon, denominator):
    """The three forms of label smoothing, written class by class."""
    if denominator == "V":
        row = [epsilon / CLASSES] * CLASSES
        row[gold_id] += 1 - epsilon
    elif denominator == "V-1":
        row = [epsilon / (CLASSES - 1)] * CLASSES
        row[gold_id] = 1 - epsilon
    else:
        row = [epsilon / (CLASSES - 2)] * CLASSES
        row[PAD] = 0
        row[gold_id] = 1 - epsilon
    assert abs(sum(row) - 1) < 1e-12
    return row


def label_smoothing(epsilon, denominator, form):
    q = torch.tensor([smoothed_row(int(g), epsilon, denominator) for g in gold])

    def loss(z):
        if form == "kl":
            return F.kl_div(F.log_softmax(z, 1), q, reduction="none").sum(1)
        found = F.cross_entropy(z, q, reduction="none")
        if denominator == "V":
            assert torch.allclose(found, F.cross_entropy(z, gold, reduction="none", label_smoothing=epsilon))
        return found

    return loss


def distillation(alpha, temperature):
    def loss(z):
        target = F.softmax(teacher / temperature, 1)
        divergence = F.kl_div(F.log_softmax(z / temperature, 1), target, reduction="none").sum(1)
        return (1 - alpha) * one_hot(z) + alpha * temperature**2 * divergence

    return loss


cases = []


def case(kind, parameters, loss):
    z = logits.clone().requires_grad_(True)
    values = loss(z)
    (gradient,) = torch.autograd.grad((values * upstream).sum(), [z])
    short = lambda tensor: [float(f"{x:.12g}") for x in tensor.reshape(-1).tolist()]
    cases.append({"kind": kind, "parameters": parameters, "loss": short(values.detach()), "gradient": short(gradient)})


case("one-hot", {}, one_hot)
for denominator in ["V", "V-1", "V-2"]:
    for form in ["ce", "kl"]:
        for epsilon in [0.0, 0.1, 0.45, 1.0]:
            parameters = {"epsilon": epsilon, "denominator": denominator, "form": form}
            case("label-smoothing", parameters, label_smoothing(epsilon, denominator, form))
for alpha in [0.0, 0.3, 1.0]:
    for temperature in [1.0, 2.5, 10.0]:
        case("kd", {"teacher": "runs/teacher", "alpha": alpha, "temperature": temperature}, distillation(alpha, temperature))

data = {
    "rows": ROWS,
    "classes": CLASSES,
    "padId": PAD,
    "logits": logits.reshape(-1).tolist(),
    "teacherLogits": teacher.reshape(-1).tolist(),
    "gold": gold.tolist(),
    "upstream": upstream.tolist(),
}
lines = ",\n".join(json.dumps(c) for c in cases)
Path("test/fixtures/objective/targets.json").write_text(json.dumps(data)[:-1] + ', "cases": [\n' + lines + "\n]}\n")
