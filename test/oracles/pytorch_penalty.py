"""Makes test/fixtures/objective/penalty.json: the penalty methods' terms and their gradients, in float64, by PyTorch's
autograd.

Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_penalty.py
"""

import torch
import torch.nn.functional as F
from objective_batch import Cases, gold

cases = Cases()


def entropy(z):
    return torch.distributions.Categorical(logits=z).entropy()


def of_gold(z):
    p = F.softmax(z, 1).gather(1, gold[:, None])[:, 0]
    return -p * torch.log(p)


for gamma in [0.1, 0.7]:
    cases.add("confidence-penalty", {"gamma": gamma, "form": "full"}, lambda z: -gamma * entropy(z))
    cases.add("confidence-penalty", {"gamma": gamma, "form": "gold-only"}, lambda z: -gamma * of_gold(z))

cases.write("penalty")
