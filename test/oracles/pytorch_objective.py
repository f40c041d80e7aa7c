"""Makes test/fixtures/objective/targets/closed.json: losses and gradients of the targets methods, in float64, from their
distributions written out in full and PyTorch's autograd.

Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_objective.py
"""

import math

import torch
import torch.nn.functional as F
from objective_batch import CLASSES, PAD, PROGRESS, Cases, counts, gold, logits, partners, teacher_logits as teacher

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


def labo(alpha=0.1, temperature=1.25, rho=0.5, warmup=0, form="closed", ramp=None):
    """Algorithm 1 of the paper: the smoothing and its share are constants for the gradient."""

    def loss(z):
        fixed = z.detach()
        learned = PROGRESS["step"] >= warmup
        optimal = F.softmax(fixed / temperature, 1) if learned else torch.full_like(fixed, 1 / CLASSES)
        share = torch.full((len(gold),), 0.1 if alpha == "adaptive" else alpha)
        if alpha == "adaptive" and learned:
            share = 1 - rho * torch.special.entr(F.softmax(fixed, 1)).sum(1) / math.log(CLASSES)
        if ramp:
            share = share * min(1, PROGRESS["step"] / ramp["steps"])
        q = (1 - share[:, None]) * F.one_hot(gold, CLASSES) + share[:, None] * optimal
        divergence = math.log(CLASSES) - torch.special.entr(optimal).sum(1)
        return -(q * F.log_softmax(z, 1)).sum(1) + share * temperature * divergence

    return loss


def tempered_kl(target, z, temperature=1.0):
    return F.kl_div(F.log_softmax(z / temperature, 1), target, reduction="none").sum(1)


def cs_kd(temperature=4.0, **parameters):
    weight = parameters.get("lambda", 1.0)

    def loss(z):
        target = F.softmax(z.detach()[partners] / temperature, 1)
        has_partner = partners != torch.arange(len(gold))
        return one_hot(z) + weight * temperature**2 * has_partner * tempered_kl(target, z, temperature)

    return loss


def tf_reg(form="code", alpha=0.1, temperature=20.0, correct=0.99, squared=False, reduce="batchmean", multiplier=100.0):
    row = torch.full((len(gold), CLASSES), (1 - correct) / (CLASSES - 1))
    row[torch.arange(len(gold)), gold] = correct

    def loss(z):
        if form == "code":
            target = F.softmax(row / temperature, 1)
            whole = F.kl_div(F.log_softmax(z, 1), target, reduction="none")
            divergence = whole.sum(1) if reduce == "batchmean" else multiplier * whole.mean(1)
        else:
            target = row ** (1 / temperature)
            divergence = tempered_kl(target / target.sum(1, keepdim=True), z, temperature)
            divergence = divergence * (temperature**2 if squared else 1)
        return (1 - alpha) * one_hot(z) + alpha * divergence

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
    for temperature in [1.0, 2.5, 10.0, 40.0]:
        cases.add("kd", {"teacher": "runs/teacher", "alpha": alpha, "temperature": temperature}, distillation(alpha, temperature))

for parameters in [
    {},
    {"alpha": 0.6, "temperature": 3.5},
    {"temperature": 1},
    {"temperature": 10},
    {"alpha": "adaptive"},
    {"alpha": "adaptive", "rho": 0.9, "temperature": 1.15},
    {"alpha": "adaptive", "warmup": 251},
    {"alpha": "adaptive", "warmup": 250},
    {"warmup": 251, "alpha": 0.3},
    {"ramp": {"steps": 1000}, "alpha": 0.8},
    {"ramp": {"steps": 500}, "alpha": "adaptive"},
]:
    for form in ["closed", "two-stage"]:
        cases.add("labo", {**parameters, "form": form}, labo(**parameters))
for parameters in [{}, {"lambda": 3.0, "temperature": 1.0}, {"lambda": 0.5, "temperature": 20.0}]:
    cases.add("cs-kd", parameters, cs_kd(**parameters))
for parameters in [
    {},
    {"reduce": "mean"},
    {"reduce": "mean", "alpha": 0.95, "temperature": 40.0, "multiplier": 1.0},
    {"correct": 0.7, "temperature": 0.5},
    {"form": "paper"},
    {"form": "paper", "squared": True},
    {"form": "paper", "squared": True, "temperature": 3.0, "alpha": 0.7},
]:
    cases.add("tf-reg", parameters, tf_reg(**parameters))

cases.write("targets/closed")
