"""Scheduled inputs of the small attention LSTM in PyTorch, float64. Makes test/fixtures/models/inputs.json: the loss, and
its gradient for every weight, with each method. Coins and noise are the numbers of numpy_philox.py, drawn in the order
in which a step asks for them: dropout of the source, the encoder, the inputs and the readouts (twice with two passes),
then for each position its coins and its noise.
Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_inputs.py
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from numpy_philox import uniform
from pytorch_attention_lstm import PAD, SOURCE, TARGET, forward, short, weights

RATE, ALPHA, GOLD_PROBABILITY, SEED = 0.2, 1.5, 0.4, (5, 11)


class Randomness:
    def __init__(self):
        self.site = 0

    def draw(self, *shape):
        numbers = uniform(shape, SEED[0], SEED[1] + self.site)
        self.site += 1
        return torch.tensor(numbers)

    def drop(self, tensor):
        return tensor * (self.draw(*tensor.shape) >= RATE) / (1 - RATE)


def greedy(table, logits, randomness):
    return table[logits.argmax(1)]


def sample(table, logits, randomness):
    below = torch.softmax(logits, 1).cumsum(1) <= randomness.draw(len(logits), 1)
    return table[below.sum(1)]


def expected(table, scores):
    return torch.softmax(ALPHA * scores, 1) @ table


def soft_argmax(table, logits, randomness):
    return expected(table, logits)


def noisy(logits, randomness):
    u = randomness.draw(*logits.shape).clamp(1e-6, 1 - 1e-6)
    return logits - torch.log(-torch.log(u))


def soft_gumbel(table, logits, randomness):
    return expected(table, noisy(logits, randomness))


def through(table, scores):
    hard, soft = table[scores.argmax(1)], expected(table, scores)
    return hard.detach() + soft - soft.detach()


def straight_through_argmax(table, logits, randomness):
    return through(table, logits)


def straight_through_gumbel(table, logits, randomness):
    return through(table, noisy(logits, randomness))


def case(kind, parameters, choose):
    w = {key: value.requires_grad_(True) for key, value in weights(True).items()}
    randomness = Randomness()
    passes = None
    if parameters.get("mode") == "two-pass":
        passes = iter(forward(w, SOURCE, TARGET, randomness.drop).detach().chunk(TARGET.shape[1]))

    def feed(gold_vector, previous):
        keep = (randomness.draw(len(gold_vector), 1) < GOLD_PROBABILITY).double()
        own = choose(w["target.embedding"], next(passes) if passes else previous, randomness)
        return keep * gold_vector + (1 - keep) * own

    logits = forward(w, SOURCE, TARGET, randomness.drop, feed)
    gold = TARGET.T.reshape(-1)
    loss = F.cross_entropy(logits, gold, reduction="sum", ignore_index=PAD)
    loss.backward()
    gradients = {key: short(value.grad) for key, value in w.items()}
    return {"inputs": {"kind": kind, **parameters}, "objective": loss.item(), "gradients": gradients}


if __name__ == "__main__":
    cases = [
        case("scheduled-greedy", {}, greedy),
        case("scheduled-sample", {}, sample),
        case("soft-argmax", {}, soft_argmax),
        case("soft-argmax", {"mode": "straight-through"}, straight_through_argmax),
        case("soft-argmax", {"mode": "two-pass"}, soft_argmax),
        case("soft-gumbel", {}, soft_gumbel),
        case("soft-gumbel", {"mode": "straight-through"}, straight_through_gumbel),
        case("soft-gumbel", {"mode": "two-pass"}, soft_gumbel),
    ]
    settings = {"seed": SEED, "dropout": RATE, "alpha": ALPHA, "goldProbability": GOLD_PROBABILITY}
    text = ",\n".join(json.dumps(each) for each in cases)
    head = json.dumps(settings)[:-1]
    Path("test/fixtures/models/inputs.json").write_text(f'{head}, "cases": [\n{text}\n]}}\n')
