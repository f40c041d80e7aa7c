"""The attention LSTM in PyTorch, float64. Makes test/fixtures/models/attentionLstm.json: logits, and the gradient of the
loss for every weight, on a small batch. Weights and tokens come from formulas that the test repeats.

The encoder is torch.nn.LSTM on packed sequences, the decoder's cell torch.lstm_cell, both with PyTorch's gate order.
Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_attention_lstm.py
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
PAD, BOS = 0, 1
SOURCE_VOCABULARY, TARGET_VOCABULARY, EMBEDDING, HIDDEN, ATTENTION = 11, 13, 6, 5, 4
EACH = math.ceil(HIDDEN / 2)
CONTEXT = 2 * EACH


def shapes(tied):
    """Every weight in the model's order."""
    lstm = lambda name, inputs, units: {
        f"{name}.input": (inputs, 4 * units),
        f"{name}.recurrent": (units, 4 * units),
        f"{name}.bias": (4 * units,),
    }
    return {
        "source.embedding": (SOURCE_VOCABULARY, EMBEDDING),
        "target.embedding": (TARGET_VOCABULARY, EMBEDDING),
        **lstm("encoder.forward", EMBEDDING, EACH),
        **lstm("encoder.backward", EMBEDDING, EACH),
        "attention.keys": (CONTEXT, ATTENTION),
        "attention.query": (HIDDEN, ATTENTION),
        "attention.direction": (ATTENTION,),
        "decoder.start": (EACH, HIDDEN),
        "decoder.start.bias": (HIDDEN,),
        "decoder.input": (EMBEDDING, 4 * HIDDEN),
        "decoder.context": (CONTEXT, 4 * HIDDEN),
        "decoder.recurrent": (HIDDEN, 4 * HIDDEN),
        "decoder.bias": (4 * HIDDEN,),
        "readout.weight": (HIDDEN + CONTEXT + EMBEDDING, EMBEDDING),
        "readout.bias": (EMBEDDING,),
        **({} if tied else {"output.weight": (TARGET_VOCABULARY, EMBEDDING)}),
        "output.bias": (TARGET_VOCABULARY,),
    }


def weights(tied, salt=1000):
    """Weight k, element i: n/1001 − 1 as float32, n = (7919(i+1)(k+7) + 104729i² + salt) mod 2003."""
    made = {}
    for k, (name, shape) in enumerate(shapes(tied).items()):
        i = np.arange(int(np.prod(shape)), dtype=np.int64)
        numbers = (7919 * (i + 1) * (k + 7) + 104729 * i * i + salt) % 2003
        values = (numbers / 1001 - 1).astype(np.float32).astype(np.float64)
        made[name] = torch.tensor(values.reshape(shape))
    return made


def tokens(rows, time, lengths, vocabulary, factor):
    """Row r, position t: 3 + (factor·t + 5r + r·t) mod (vocabulary − 3), then padding."""
    ids = torch.full((rows, time), PAD)
    for row in range(rows):
        for at in range(lengths[row]):
            ids[row, at] = 3 + (factor * at + 5 * row + row * at) % (vocabulary - 3)
    return ids


SOURCE_LENGTHS, TARGET_LENGTHS = [5, 3, 1, 4], [6, 2, 4, 5]
SOURCE = tokens(4, 5, SOURCE_LENGTHS, SOURCE_VOCABULARY, 3)
TARGET = tokens(4, 6, TARGET_LENGTHS, TARGET_VOCABULARY, 7)


def gates(matrix):
    """From the order i, g, f, o to PyTorch's i, f, g, o."""
    i, g, f, o = torch.chunk(matrix, 4, -1)
    return torch.cat([i, f, g, o], -1)


def no_dropout(tensor):
    return tensor


def encode(w, source, drop):
    """The encoder's outputs [rows, time, context], zeros at padding, and the backward layer's at the first position."""
    rows, time = source.shape
    lengths = (source != PAD).sum(1)
    vectors = drop(F.embedding(source.T, w["source.embedding"])).transpose(0, 1)  # [rows, time, size]
    layer = torch.nn.LSTM(EMBEDDING, EACH, batch_first=True, bidirectional=True)
    parameters = {}
    for name, suffix in [("forward", ""), ("backward", "_reverse")]:
        parameters[f"weight_ih_l0{suffix}"] = gates(w[f"encoder.{name}.input"]).T
        parameters[f"weight_hh_l0{suffix}"] = gates(w[f"encoder.{name}.recurrent"]).T
        parameters[f"bias_ih_l0{suffix}"] = gates(w[f"encoder.{name}.bias"])
        parameters[f"bias_hh_l0{suffix}"] = torch.zeros(4 * EACH)
    pack = torch.nn.utils.rnn.pack_padded_sequence
    packed = pack(vectors, lengths, batch_first=True, enforce_sorted=False)
    outputs, _ = torch.func.functional_call(layer, parameters, (packed,))
    values, _ = torch.nn.utils.rnn.pad_packed_sequence(outputs, batch_first=True, total_length=time)
    return drop(values), values[:, 0, EACH:]


def attend(w, query, values, source):
    energy = torch.tanh(values @ w["attention.keys"] + query[:, None]) @ w["attention.direction"]
    probabilities = torch.softmax(energy.masked_fill(source == PAD, -torch.inf), 1)
    return (probabilities[:, :, None] * values).sum(1)


def decoder_step(w, vector, h, c, values, source):
    context = attend(w, h @ w["attention.query"], values, source)
    together = torch.cat([vector, context], 1)
    input_weight = torch.cat([w["decoder.input"], w["decoder.context"]], 0)
    bias = gates(w["decoder.bias"])
    h, c = torch.lstm_cell(
        together, (h, c), gates(input_weight).T, gates(w["decoder.recurrent"]).T, bias, torch.zeros_like(bias)
    )
    return h, c, context


def read_out(w, h, context, vector, drop):
    readout = torch.tanh(torch.cat([h, context, vector], 1) @ w["readout.weight"] + w["readout.bias"])
    return drop(readout) @ w.get("output.weight", w["target.embedding"]).T + w["output.bias"]


def forward(w, source, target, drop=no_dropout, feed=None):
    """Logits [time·rows, vocabulary], time-major. `feed(gold vector, logits before)` makes inputs from the second on."""
    rows, time = target.shape
    inputs = torch.cat([torch.full((rows, 1), BOS), target[:, :-1]], 1)
    values, summary = encode(w, source, drop)
    vectors = F.embedding(inputs.T, w["target.embedding"])  # [time, rows, size]
    input_noise = drop(torch.ones_like(vectors))
    h = torch.tanh(summary @ w["decoder.start"] + w["decoder.start.bias"])
    c = torch.zeros_like(h)
    if not feed:
        steps = []
        for vector in vectors * input_noise:
            h, c, context = decoder_step(w, vector, h, c, values, source)
            steps.append((h, context, vector))
        return read_out(w, *(torch.cat(parts) for parts in zip(*steps)), drop)
    readout_noise = drop(torch.ones(time, rows, EMBEDDING))
    logits = []
    for at in range(time):
        vector = input_noise[at] * (feed(vectors[at], logits[-1]) if logits else vectors[at])
        h, c, context = decoder_step(w, vector, h, c, values, source)
        logits.append(read_out(w, h, context, vector, lambda readout: readout * readout_noise[at]))
    return torch.cat(logits)


def short(values):
    return [float(f"{x:.12g}") for x in values.reshape(-1).tolist()]


def soft_argmax(w, alpha, keep_gold):
    """Mixes the gold vector with Σ softmax(α·z)_j E_j."""

    def feed(gold_vector, previous):
        expected = torch.softmax(alpha * previous, 1) @ w["target.embedding"]
        keep = keep_gold(len(gold_vector))
        return keep * gold_vector + (1 - keep) * expected

    return feed


def case(name, tied, scheduled):
    w = {key: value.requires_grad_(True) for key, value in weights(tied).items()}
    feed = soft_argmax(w, 1.5, lambda rows: torch.zeros(rows, 1)) if scheduled else None
    logits = forward(w, SOURCE, TARGET, feed=feed)
    gold = TARGET.T.reshape(-1)
    loss = F.cross_entropy(logits, gold, reduction="sum", ignore_index=PAD, label_smoothing=0.1)
    nll = F.cross_entropy(logits, gold, reduction="sum", ignore_index=PAD)
    correct = ((logits.argmax(1) == gold) & (gold != PAD)).sum()
    loss.backward()
    return {
        "name": name,
        "tieEmbeddings": tied,
        "scheduled": scheduled,
        "objective": loss.item(),
        "nll": nll.item(),
        "correct": correct.item(),
        "logits": short(logits.detach()),
        "gradients": {key: short(value.grad) for key, value in w.items()},
    }


if __name__ == "__main__":
    data = {
        "source": SOURCE.reshape(-1).tolist(),
        "target": TARGET.reshape(-1).tolist(),
        "cases": [
            case("tied", True, False),
            case("with an output layer of its own", False, False),
            case("fed what it answers", True, True),
        ],
    }
    Path("test/fixtures/models/attentionLstm.json").write_text(json.dumps(data).replace('}, {"name"', '},\n{"name"') + "\n")
