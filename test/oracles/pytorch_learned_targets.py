"""Makes test/fixtures/objective/targets/learned.json: targets that are ranked by an averaged model (beta-ls) or trained
with the model (kr-ls), in float64, by PyTorch's autograd.

Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_learned_targets.py
"""

import numpy as np
import torch
import torch.nn.functional as F
from numpy_philox import uniform
from objective_batch import CLASSES, PAD, ROWS, SEED, Cases, average_logits, gold, real

cases = Cases()
onehot = F.one_hot(gold, CLASSES).double()


def ranked_draws(a):
    """Draws of Beta(a, 1) for all rows; those of tokens are sorted to the order of the averaged gold probability."""
    draws = uniform([ROWS], *SEED) ** (1 / a)
    sureness = F.softmax(average_logits, 1).gather(1, gold[:, None])[:, 0].numpy()
    tokens = [row for row in range(ROWS) if gold[row] != PAD]
    b = np.zeros(ROWS)
    for row, draw in zip(sorted(tokens, key=lambda row: sureness[row]), sorted(draws[tokens])):
        b[row] = draw
    return torch.tensor(b)[:, None]


def beta_smoothing(alpha, a):
    b = ranked_draws(a)
    soft = b * onehot + (1 - b) / (CLASSES - 1) * (1 - onehot)
    q = (1 - alpha) * onehot + alpha * soft
    return lambda z: -(q * F.log_softmax(z, 1)).sum(1)


def without_gold(rows):
    return rows[onehot == 0].reshape(ROWS, CLASSES - 1)


def knowledge_refinery(alpha):
    def divergence(first, second):
        return F.kl_div(F.log_softmax(second, 1), F.log_softmax(first, 1), reduction="none", log_target=True).sum(1)

    def loss(z, table):
        model, learned = without_gold(z), without_gold(table[gold])
        of_model = F.cross_entropy(z, gold, reduction="none") + alpha * divergence(model, learned.detach())
        of_table = alpha * divergence(learned, model.detach())
        return of_model + of_table - of_table.detach()

    return loss


for alpha, a in [(0.6, 3), (0.25, 1), (1, 0.5)]:
    cases.add("beta-ls", {"alpha": alpha, "a": a, "decay": 0.999}, beta_smoothing(alpha, a))
for alpha in [0.1, 0.8]:
    for table in [torch.zeros(CLASSES, CLASSES), real(CLASSES, CLASSES)]:
        cases.add("kr-ls", {"alpha": alpha}, knowledge_refinery(alpha), trained={"table": table})

cases.write("targets/learned")
