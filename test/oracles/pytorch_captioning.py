"""The captioning models in PyTorch, float64. Makes test/fixtures/models/captioning.json: logits, and the gradient of the
loss for every weight, on a small batch; and the number of parameters at the published sizes. Weights, tokens and features
come from formulas that the test repeats.

LSTMs are torch.nn.LSTM and torch.nn.LSTMCell, the other layers torch.nn.Linear and torch.nn.Embedding.
Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_captioning.py
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from pytorch_attention_lstm import BOS, PAD, TARGET, TARGET_VOCABULARY, gates, short
from torch import nn

torch.set_default_dtype(torch.float64)
EMBEDDING, HIDDEN, ATTENTION, PICTURE, REGIONS, REGION = 6, 5, 4, 5, 3, 4
ROWS = len(TARGET)


def numbers(count, factor):
    """Element i: ((factor·(i+1) + 31·i²) mod 199) / 100 − 1 as float32."""
    i = np.arange(count, dtype=np.int64)
    values = ((factor * (i + 1) + 31 * i * i) % 199) / 100 - 1
    return torch.tensor(values.astype(np.float32).astype(np.float64))


FC = numbers(ROWS * PICTURE, 17).reshape(ROWS, PICTURE)
GRID = numbers(ROWS * REGIONS * REGION, 23).reshape(ROWS, REGIONS, REGION)
GRID[1, 2] = 0  # a picture with two regions


class ShowTell(nn.Module):
    def __init__(self, vocabulary, embedding, hidden, picture, **_):
        super().__init__()
        self.image = nn.Linear(picture, embedding)
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.output = nn.Linear(hidden, vocabulary)
        self.lstm = nn.LSTM(embedding, hidden)

    def start(self, fc, regions):
        _, state = self.lstm(self.image(fc)[None])
        return state

    def step(self, vector, state):
        output, state = self.lstm(vector[None], state)
        return output[0], state


class TopDown(nn.Module):
    def __init__(self, vocabulary, embedding, hidden, picture, region, attention):
        super().__init__()
        self.image = nn.Linear(picture, hidden)
        self.regions = nn.Linear(region, hidden)
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.output = nn.Linear(hidden, vocabulary)
        self.keys = nn.Linear(hidden, attention)
        self.query = nn.Linear(hidden, attention, bias=False)
        self.direction = nn.Linear(attention, 1, bias=False)
        self.attention_lstm = nn.LSTMCell(2 * hidden + embedding, hidden)
        self.language_lstm = nn.LSTMCell(2 * hidden, hidden)

    def start(self, fc, regions):
        self.picture = F.relu(self.image(fc))
        self.values = F.relu(self.regions(regions))
        self.missing = (regions == 0).all(2)
        zeros = torch.zeros(len(fc), self.language_lstm.hidden_size)
        return (zeros, zeros), (zeros, zeros)

    def step(self, vector, state):
        first, second = state
        first = self.attention_lstm(torch.cat([second[0], self.picture, vector], 1), first)
        energy = self.direction(torch.tanh(self.keys(self.values) + self.query(first[0])[:, None]))[:, :, 0]
        probabilities = torch.softmax(energy.masked_fill(self.missing, -torch.inf), 1)
        context = (probabilities[:, :, None] * self.values).sum(1)
        second = self.language_lstm(torch.cat([context, first[0]], 1), second)
        return second[0], (first, second)


# From our weights, a matrix [inputs, outputs] each, to PyTorch's parameters: what is put one above the other, transposed.
LSTM = lambda theirs, inputs, recurrent, ours, layer="": {
    f"{theirs}.weight_ih{layer}": (inputs, True),
    f"{theirs}.weight_hh{layer}": ([recurrent], True),
    f"{theirs}.bias_ih{layer}": ([f"{ours}.bias"], True),
}
WORDS = {"embedding.weight": (["embedding"], None), "output.weight": (["output.weight"], None), "output.bias": (["output.bias"], None)}
LINEAR = lambda theirs, ours: {f"{theirs}.weight": ([f"{ours}.weight"], False), f"{theirs}.bias": ([f"{ours}.bias"], None)}
PLACES = {
    "caption-lstm": {**LINEAR("image", "image"), **WORDS, **LSTM("lstm", ["lstm.input"], "lstm.recurrent", "lstm", "_l0")},
    "top-down": {
        **LINEAR("image", "image"),
        **LINEAR("regions", "regions"),
        **WORDS,
        "keys.weight": (["attention.keys"], False),
        "keys.bias": (["attention.keys.bias"], None),
        "query.weight": (["attention.query"], False),
        "direction.weight": (["attention.direction"], None),
        **LSTM(
            "attention_lstm",
            ["attentionLstm.language", "attentionLstm.image", "attentionLstm.input"],
            "attentionLstm.recurrent",
            "attentionLstm",
        ),
        **LSTM(
            "language_lstm",
            ["languageLstm.context", "languageLstm.attention"],
            "languageLstm.recurrent",
            "languageLstm",
        ),
    },
}


def shapes(model):
    h, e, a, v = HIDDEN, EMBEDDING, ATTENTION, TARGET_VOCABULARY
    words = {"embedding": (v, e), "output.weight": (v, h), "output.bias": (v,)}
    if model == "caption-lstm":
        lstm = {"lstm.input": (e, 4 * h), "lstm.recurrent": (h, 4 * h), "lstm.bias": (4 * h,)}
        return {"image.weight": (PICTURE, e), "image.bias": (e,), **words, **lstm}
    return {
        "image.weight": (PICTURE, h),
        "image.bias": (h,),
        "regions.weight": (REGION, h),
        "regions.bias": (h,),
        **words,
        "attention.keys": (h, a),
        "attention.keys.bias": (a,),
        "attention.query": (h, a),
        "attention.direction": (a,),
        **{f"attentionLstm.{part}": (h, 4 * h) for part in ["language", "image"]},
        "attentionLstm.input": (e, 4 * h),
        "attentionLstm.recurrent": (h, 4 * h),
        "attentionLstm.bias": (4 * h,),
        **{f"languageLstm.{part}": (h, 4 * h) for part in ["context", "attention", "recurrent"]},
        "languageLstm.bias": (4 * h,),
    }


def weights(model, salt=1000):
    """Weight k, element i: n/1001 − 1 as float32, n = (7919(i+1)(k+7) + 104729i² + salt) mod 2003."""
    made = {}
    for k, (name, shape) in enumerate(shapes(model).items()):
        i = np.arange(int(np.prod(shape)), dtype=np.int64)
        values = ((7919 * (i + 1) * (k + 7) + 104729 * i * i + salt) % 2003 / 1001 - 1).astype(np.float32)
        made[name] = torch.tensor(values.astype(np.float64).reshape(shape)).requires_grad_(True)
    return made


def parameters(model, ours, module):
    """PyTorch's parameters as functions of ours."""
    made = {}
    for theirs, (names, kind) in PLACES[model].items():
        together = torch.cat([ours[name] for name in names], 0)
        if kind is not None:  # a matrix, of an LSTM (True) with the gates in PyTorch's order
            together = gates(together) if kind else together
            together = together.T if together.ndim == 2 else together
        made[theirs] = together.reshape(dict(module.named_parameters())[theirs].shape)
    for name, value in module.named_parameters():  # PyTorch's second bias
        made.setdefault(name, torch.zeros_like(value))
    return made


class Captioner(nn.Module):
    """All positions' logits [time·rows, vocabulary], time-major; `feed(gold vector, logits before)` from the second on."""

    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, target, feed):
        inputs = torch.cat([torch.full((len(target), 1), BOS), target[:, :-1]], 1)
        state = self.decoder.start(FC, GRID)
        logits = []
        for vector in self.decoder.embedding(inputs.T):
            fed = feed(vector, logits[-1], self.decoder.embedding.weight) if logits and feed else vector
            output, state = self.decoder.step(fed, state)
            logits.append(self.decoder.output(output))
        return torch.cat(logits)


FEEDS = {
    "teacher-forcing": None,
    "soft-argmax": lambda gold, before, table: torch.softmax(1.5 * before, 1) @ table,
    "scheduled-greedy": lambda gold, before, table: table[before.argmax(1)],
}
MODULES = {"caption-lstm": ShowTell, "top-down": TopDown}


def case(model, inputs):
    ours = weights(model)
    sizes = dict(embedding=EMBEDDING, hidden=HIDDEN, picture=PICTURE, region=REGION, attention=ATTENTION)
    module = Captioner(MODULES[model](TARGET_VOCABULARY, **sizes))
    own = {f"decoder.{name}": value for name, value in parameters(model, ours, module.decoder).items()}
    logits = torch.func.functional_call(module, own, (TARGET, FEEDS[inputs]))
    gold = TARGET.T.reshape(-1)
    nll = F.cross_entropy(logits, gold, reduction="sum", ignore_index=PAD)
    nll.backward()
    gradients = {key: short(value.grad) for key, value in ours.items()}
    return {"model": model, "inputs": inputs, "nll": nll.item(), "logits": short(logits.detach()), "gradients": gradients}


def published(model):
    """Parameters at the sizes of Elbayad et al. 2018, with one bias a gate."""
    sizes = dict(embedding=512, hidden=512, picture=2048, region=2048, attention=512)
    module = MODULES[model](9800, **sizes)
    return sum(value.numel() for name, value in module.named_parameters() if "bias_hh" not in name)


if __name__ == "__main__":
    data = {
        "fc": FC.reshape(-1).tolist(),
        "regions": GRID.reshape(-1).tolist(),
        "parameters": {model: published(model) for model in MODULES},
        "cases": [case(model, inputs) for model in MODULES for inputs in FEEDS],
    }
    Path("test/fixtures/models/captioning.json").write_text(json.dumps(data).replace('}, {"model"', '},\n{"model"') + "\n")
