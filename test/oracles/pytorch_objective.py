"""Makes test/fixtures/objective/targets/closed.json: losses and gradients of the targets methods, in float64, from their
distributions written out in full and PyTorch's autograd.

Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_objective.py
"""

import math

import torch
import torch.nn.functional as F
from objective_batch import CLASSES, PAD, PROGRESS, Cases, counts, gold, logits, teacher_logits as teacher

cases = Cases()


def one_hot(z):
    return F.cross_entropy(z, gold, reduction="none")


def smoothed_row(gold_id, epsilon, denominator="V", padColumn="keep", s4bug=False):
    """The forms of label smoothing, written class by class: who shares ε, and how many they are."""
    sharers = set(range(CLASSES))
    if denominator != "V":
        sharers.discard(gold_id)
    if denominator == "V-2" or padColumn == "zero":
        sharers.discard(PAD)
    row = [epsilon / len(sharers) if c in sharers else 0.0 for c in range(CLASSES)]
    row[gold_id] = 1 - epsilon if s4bug else row[gold_id] + 1 - epsilon
    assert s4bug or gold_id == PAD or abs(sum(row) - 1) < 1e-12
    return row


def epsilons(epsilon=0.1, perClass={}, ramp=None):
    """ε of each token at step 250; words are classes from 4."""
    factor = min(1, (PROGRESS["step"] / ramp["steps"]) ** ramp.get("power", 1)) if ramp else 1
    return [factor * perClass.get(f"word{int(g) - 4}", epsilon) for g in gold]


def divergence_or_cross_entropy(q, form):
    def loss(z):
        if form == "kl":
            return F.kl_div(F.log_softmax(z, 1), q, reduction="none").sum(1)
        return F.cross_entropy(z, q, reduction="none")

    return loss


def label_smoothing(epsilon=0.1, form="ce", perClass={}, ramp=None, **who):
    q = torch.tensor([smoothed_row(int(g), e, **who) for g, e in zip(gold, epsilons(epsilon, perClass, ramp))])
    loss = divergence_or_cross_entropy(q, form)
    if who == {"denominator": "V"} and form == "ce":
        theirs = lambda z: F.cross_entropy(z, gold, reduction="none", label_smoothing=epsilon)
        assert torch.allclose(loss(logits), theirs(logits))
    return loss


def class_label_smoothing(epsilon=0.1, prior="rare", ramp=None):
    words = [2, *range(4, CLASSES)]  # the end of sentence and what is no special token
    if prior == "unigram":
        share = {c: counts[c].item() for c in words}
    else:
        rarest = min(math.log1p(counts[c]) for c in words if counts[c] > 0)
        share = {c: rarest / math.log1p(counts[c]) if counts[c] > 0 else 1.0 for c in words}
    u = torch.tensor([share.get(c, 0.0) for c in range(CLASSES)])
    e = torch.tensor(epsilons(epsilon, ramp=ramp))[:, None]
    return divergence_or_cross_entropy((1 - e) * F.one_hot(gold, CLASSES) + e * u / u.sum(), "ce")


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
            cases.add("label-smoothing", parameters, label_smoothing(**parameters))
for parameters in [
    {"padColumn": "zero"},
    {"padColumn": "zero", "denominator": "V-1", "form": "kl"},
    {"perClass": {"word0": 0, "word3": 0.7}},
    {"perClass": {"word3": 1}, "denominator": "V-2", "form": "kl"},
    {"ramp": {"steps": 1000}, "epsilon": 0.4},
    {"ramp": {"steps": 500, "power": 2}, "perClass": {"word6": 0.8}, "form": "kl"},
    {"ramp": {"steps": 200}},
    {"s4bug": True},
    {"s4bug": True, "form": "kl", "epsilon": 0.3},
]:
    cases.add("label-smoothing", parameters, label_smoothing(**parameters))
for parameters in [{}, {"prior": "unigram"}, {"epsilon": 0.6}, {"ramp": {"steps": 1000}}]:
    cases.add("class-label-smoothing", parameters, class_label_smoothing(**parameters))
for alpha in [0.0, 0.3, 1.0]:
    for temperature in [1.0, 2.5, 10.0]:
        cases.add("kd", {"teacher": "runs/teacher", "alpha": alpha, "temperature": temperature}, distillation(alpha, temperature))

cases.write("targets/closed")
