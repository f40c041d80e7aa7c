"""Makes test/fixtures/objective/targets/wordSimilarity.json: losses and gradients of targets by word similarity, in
float64, from their distributions written out word by word and PyTorch's autograd.

Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_word_similarity.py
"""

import math

import torch
import torch.nn.functional as F
from objective_batch import CLASSES, PROGRESS, Cases, counts, gold, model_vectors, vectors

cases = Cases()
WORDS = range(4, CLASSES)  # what is no special token


def ratio(i, j):
    """min(f_j/f_i, f_i/f_j)"""
    first, second = counts[i].item(), counts[j].item()
    return 1.0 if first == second else min(first, second) / max(first, second)


def cosine(table, i, j):
    return F.cosine_similarity(table[i], table[j], dim=0, eps=1e-30).item()


def row(word, temperature, rarity, form, rarityDiagonal, table, members):
    """r of one word, by the words of the paper or of the code; one-hot where it has no vector."""
    if word not in members:
        return [float(j == word) for j in range(CLASSES)]
    masses = [0.0] * CLASSES
    for j in members:
        penalty = 0 if j == word and rarityDiagonal == "zero" else rarity * ratio(word, j)
        if form == "paper":
            logit = (cosine(table, word, j) - penalty) / temperature
        else:
            logit = -(1 - cosine(table, word, j)) / (2 * temperature) - penalty
        masses[j] = math.exp(logit)
    return [mass / sum(masses) for mass in masses]


def similarity(
    alpha=0.7, temperature=0.3, rarity=0, form="paper", rarityDiagonal="keep", vectors_of="data", missing="onehot", ramp=None
):
    table = model_vectors if vectors_of == "model" else vectors.clone()
    members = [j for j in WORDS if table[j].any()]
    if missing == "constant":
        if vectors_of == "data":
            table[~table.any(1)] = 1e-3
        members = list(range(CLASSES))
    factor = min(1, (PROGRESS["step"] / ramp["steps"]) ** ramp.get("power", 1)) if ramp else 1
    r = torch.tensor([row(int(g), temperature, rarity, form, rarityDiagonal, table, members) for g in gold])
    q = (1 - factor * alpha) * F.one_hot(gold, CLASSES) + factor * alpha * r
    return lambda z: F.cross_entropy(z, q, reduction="none")


for parameters in [
    {},
    {"alpha": 0},
    {"alpha": 1, "temperature": 0.05},
    {"temperature": 0.5, "rarity": 0.2},
    {"temperature": 0.5, "rarity": 0.2, "rarityDiagonal": "zero"},
    {"form": "code", "temperature": 0.15, "alpha": 0.4},
    {"form": "code", "temperature": 0.09, "rarity": 1},
    {"form": "code", "temperature": 0.09, "rarity": 1, "rarityDiagonal": "zero"},
    {"missing": "constant"},
    {"missing": "constant", "rarity": 0.4, "temperature": 1},
    {"vectors": "model"},
    {"vectors": "model", "rarity": 0.3},
    {"vectors": "model", "missing": "constant"},
    {"ramp": {"steps": 1000}},
    {"ramp": {"steps": 500, "power": 2}, "rarity": 0.1},
]:
    given = {("vectors_of" if name == "vectors" else name): value for name, value in parameters.items()}
    cases.add("word-similarity", parameters, similarity(**given))

cases.write("targets/wordSimilarity")
