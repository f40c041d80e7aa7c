"""Makes test/fixtures/objective/composition.json: the axes of an objective together, in float64, by PyTorch's autograd.
Everything is written out as the master equation has it: for target sequences y with weights r,

    sum over y of r(y) * sum over tokens of w * sum over j of q_j * (-log p_j)  +  sum over gold tokens of the penalty

With stochastic mixing, the penalty is summed over whatever stands in for the gold tokens.

The model is a table of bigrams: the logits of a position are the row of the token before it.
Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_composition.py
"""

import json

import torch
import torch.nn.functional as F
from objective_batch import CLASSES, FOLDER, PAD, counts, real, short

BOS = 1
table = real(CLASSES, CLASSES, scale=1.5)
gold = torch.tensor([[5, 9, 4, 2], [7, 2, PAD, PAD], [10, 6, 2, PAD]])
# Two samples of each sentence, of the same lengths.
samples = [
    torch.tensor([[5, 4, 4, 2], [8, 2, PAD, PAD], [10, 6, 2, PAD]]),
    torch.tensor([[6, 9, 10, 2], [7, 2, PAD, PAD], [4, 5, 2, PAD]]),
]
importance = torch.tensor([[1.25, 0.5, 1.0], [0.75, 1.5, 2.0]])
ALPHA = 0.4


def class_weights():
    seen = [j for j in range(CLASSES) if counts[j] > 0 and (j == 2 or j > 3)]
    least = min(torch.log(1 + counts[j]) for j in seen)
    return torch.tensor([float(least / torch.log(1 + counts[j])) if j in seen else 1.0 for j in range(CLASSES)])


# Axis A: the target row of a gold id.
def one_hot(y):
    return F.one_hot(y, CLASSES).double()


def smoothing(epsilon, denominator):
    def q(y):
        shares = torch.ones(CLASSES) if denominator == "V" else torch.ones(CLASSES) - one_hot(torch.tensor(PAD))
        rows = shares.expand(len(y), CLASSES).clone()
        if denominator != "V":
            rows = rows * (1 - one_hot(y))
        rows = epsilon * rows / rows.sum(1, keepdim=True).clamp(min=1)
        return rows + (1 - epsilon) * one_hot(y)

    return q


# Axis B: the weight of a token, and the factors of the classes inside the target.
def focal(gamma):
    return lambda log_p, y: (1 - log_p.gather(1, y[:, None])[:, 0].exp()) ** gamma


def of_class(log_p, y):
    return class_weights()[y]


def alike(log_p, y):
    return torch.ones(len(y))


# Axis E.
def penalty(gamma):
    return lambda log_p: gamma * (log_p.exp() * log_p).sum(1)


def nothing(log_p):
    return torch.zeros(len(log_p))


SMOOTH = {"kind": "label-smoothing", "epsilon": 0.2, "denominator": "V"}
SMOOTH_V2 = {"kind": "label-smoothing", "epsilon": 0.2, "denominator": "V-2"}
FOCAL = {"kind": "focal", "gamma": 2}
CLASS = {"kind": "class-weights"}
IN_TARGET = {"kind": "class-weights", "place": "target"}
PENALTY = {"kind": "confidence-penalty", "gamma": 0.3}
BOTH = {"kind": "hamming", "alpha": ALPHA, "samples": 2}
LAZY = {**BOTH, "lazy": True}
MIXED = {"kind": "hamming", "alpha": ALPHA, "mix": "stochastic"}

cases = []


def add(variant, q, w=alike, e=nothing, factors=None, by_weights=False):
    """Gold sequences alone, or with samples as `variant` says."""
    sequences = variant.get("sequences", {})
    lazy = sequences.get("lazy", False)
    if sequences.get("mix") == "stochastic":
        # The second sentence trains on its first sample.
        scored = [(torch.stack([gold[0], samples[0][1], gold[2]]), torch.tensor([1, importance[0][1], 1]))]
        is_gold = torch.tensor([1.0, 0, 1])
    elif sequences:
        share = ALPHA / len(samples)
        scored = [(gold, torch.full([3], 1 - ALPHA))]
        scored += [(sample, share * omega) for sample, omega in zip(samples, importance)]
        is_gold = torch.ones(3)
    else:
        scored, is_gold = [(gold, torch.ones(3))], torch.ones(3)

    weights = table.clone().requires_grad_(True)

    def log_p(y):
        before = torch.cat([torch.full([len(y), 1], BOS), y[:, :-1]], 1)
        return F.log_softmax(weights[before.reshape(-1)], 1)

    loss = rows = weighted = 0
    for y, row_weight in scored:
        of_model = log_p(gold if lazy else y)
        ids = y.reshape(-1)
        r = row_weight.repeat_interleave(y.shape[1]) * (ids != PAD)
        masses = q(ids) if factors is None else q(ids) * factors
        of_token = -(masses * of_model).sum(1)
        w_token = w(of_model, ids)
        loss = loss + (r * (of_token if factors is not None else w_token * of_token)).sum()
        rows, weighted = rows + r.sum(), weighted + (r * w_token).sum()
    if by_weights and lazy:  # as the gold tokens are divided
        ids = gold.reshape(-1)
        loss = loss * (ids != PAD).sum() / ((ids != PAD) * w(log_p(gold), ids)).sum()
    elif by_weights:
        loss = loss * rows / weighted
    first = scored[0][0]
    of_first = log_p(first)
    measured = (first.reshape(-1) != PAD) * is_gold.repeat_interleave(first.shape[1])
    nll = -of_first.gather(1, first.reshape(-1, 1))[:, 0]
    # Of gold and samples the gold ones are penalised; of one or the other, whichever is there.
    penalised = first.reshape(-1) != PAD if sequences.get("mix") == "stochastic" else measured
    objective = loss + (penalised * e(of_first)).sum()
    (gradient,) = torch.autograd.grad(objective, [weights])
    cases.append(
        {
            "variant": variant,
            **(
                {
                    "target": torch.cat([y for y, _ in scored]).reshape(-1).tolist(),
                    "rowWeight": short(torch.cat([r for _, r in scored])),
                    "goldRow": short(torch.cat([is_gold, torch.zeros(3 * (len(scored) - 1))])),
                }
                if sequences
                else {}
            ),
            "objective": float(objective.detach()),
            "nll": float((measured * nll).sum().detach()),
            "measured": float(measured.sum()),
            "gradient": short(gradient),
        }
    )


even, pairs = smoothing(0.2, "V"), smoothing(0.2, "V-2")
weighted = {"normalisation": "weights"}
add({}, one_hot)
add({"targets": SMOOTH, "weights": FOCAL, "penalty": PENALTY}, even, focal(2), penalty(0.3))
add({"targets": SMOOTH_V2, "weights": CLASS, "penalty": PENALTY}, pairs, of_class, penalty(0.3))
add({"targets": SMOOTH_V2, "weights": IN_TARGET, "penalty": PENALTY}, pairs, of_class, penalty(0.3), class_weights())
add({"targets": SMOOTH, "weights": {**FOCAL, **weighted}}, even, focal(2), by_weights=True)
add({"targets": SMOOTH, "weights": {**CLASS, **weighted}}, even, of_class, by_weights=True)
add({"weights": {**IN_TARGET, **weighted}}, one_hot, of_class, factors=class_weights(), by_weights=True)
for sequences in [BOTH, LAZY, MIXED]:
    add({"sequences": sequences}, one_hot)
    add({"sequences": sequences, "targets": SMOOTH_V2, "penalty": PENALTY}, pairs, e=penalty(0.3))
    add({"sequences": sequences, "targets": SMOOTH, "weights": FOCAL}, even, focal(2))
    add({"sequences": sequences, "targets": SMOOTH, "weights": CLASS, "penalty": PENALTY}, even, of_class, penalty(0.3))
    inside = {"sequences": sequences, "targets": SMOOTH, "weights": IN_TARGET, "penalty": PENALTY}
    add(inside, even, of_class, penalty(0.3), class_weights())
for sequences in [BOTH, LAZY]:
    add({"sequences": sequences, "targets": SMOOTH, "weights": {**CLASS, **weighted}}, even, of_class, by_weights=True)

fixture = {"rows": 3, "time": 4, "classes": CLASSES, "table": short(table), "target": gold.reshape(-1).tolist()}
lines = ",\n".join(json.dumps(c) for c in cases)
(FOLDER / "composition.json").write_text(json.dumps(fixture)[:-1] + ', "cases": [\n' + lines + "\n]}\n")
