"""Makes test/fixtures/objective/targets/closed.json: losses and gradients of the targets methods, in float64, from their
distributions written out in full and PyTorch's autograd.

Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_objective.py
"""

import torch
import torch.nn.functional as F
from objective_batch import CLASSES, PAD, Cases, gold, teacher_logits as teacher

cases = Cases()


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
    assert gold_id == PAD or abs(sum(row) - 1) < 1e-12
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


cases.add("one-hot", {}, one_hot)
for denominator in ["V", "V-1", "V-2"]:
    for form in ["ce", "kl"]:
        for epsilon in [0.0, 0.1, 0.45, 1.0]:
            parameters = {"epsilon": epsilon, "denominator": denominator, "form": form}
            cases.add("label-smoothing", parameters, label_smoothing(epsilon, denominator, form))
for alpha in [0.0, 0.3, 1.0]:
    for temperature in [1.0, 2.5, 10.0]:
        cases.add("kd", {"teacher": "runs/teacher", "alpha": alpha, "temperature": temperature}, distillation(alpha, temperature))

cases.write("targets/closed")
