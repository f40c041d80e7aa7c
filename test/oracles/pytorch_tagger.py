"""The tagger in PyTorch, float64. Makes test/fixtures/models/tagger.json: logits, and the gradient of the loss for every
weight, on a small batch; and the number of parameters at the default sizes. Weights come from a formula that the test
repeats.

The encoder is torch.nn.LSTM on packed sequences, the decoder torch.nn.LSTMCell on tag and word side by side.
Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_tagger.py
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from pytorch_attention_lstm import BOS, PAD, gates, short, tokens
from torch import nn

torch.set_default_dtype(torch.float64)
WORDS, TAGS, EMBEDDING, ENCODER, TAG, HIDDEN = 11, 9, 6, 4, 3, 5
LENGTHS = [6, 2, 4, 5]
SOURCE, TARGET = tokens(4, 6, LENGTHS, WORDS, 3), tokens(4, 6, LENGTHS, TAGS, 7)
EOS = 2
for ids in (SOURCE, TARGET):
    for row, length in enumerate(LENGTHS):
        ids[row, length - 1] = EOS


class Tagger(nn.Module):
    def __init__(self, words, tags, embedding, encoder, tag, hidden):
        super().__init__()
        self.words = nn.Embedding(words, embedding)
        self.encoder = nn.LSTM(embedding, encoder, batch_first=True, bidirectional=True)
        self.tags = nn.Embedding(tags, tag)
        self.decoder = nn.LSTMCell(tag + 2 * encoder, hidden)
        self.output = nn.Linear(hidden, tags)

    def forward(self, source, target, feed):
        """Logits of all positions [time·rows, tags], time-major."""
        rows, time = source.shape
        packed = nn.utils.rnn.pack_padded_sequence(self.words(source), (source != PAD).sum(1), batch_first=True, enforce_sorted=False)
        read, _ = nn.utils.rnn.pad_packed_sequence(self.encoder(packed)[0], batch_first=True, total_length=time)
        inputs = torch.cat([torch.full((rows, 1), BOS), target[:, :-1]], 1)
        state, logits = None, []
        for at in range(time):
            vector = self.tags(inputs[:, at])
            if logits and feed:
                vector = feed(logits[-1], self.tags.weight)
            state = self.decoder(torch.cat([vector, read[:, at]], 1), state)
            logits.append(self.output(state[0]))
        return torch.cat(logits)


# Ours to PyTorch's: names that are put one above the other, and whether the gates' order has to change.
PLACES = {
    "words.weight": (["source.embedding"], None),
    "tags.weight": (["embedding"], None),
    "output.weight": (["output.weight"], None),
    "output.bias": (["output.bias"], None),
    "encoder.weight_ih_l0": (["encoder.forward.input"], True),
    "encoder.weight_hh_l0": (["encoder.forward.recurrent"], True),
    "encoder.bias_ih_l0": (["encoder.forward.bias"], True),
    "encoder.weight_ih_l0_reverse": (["encoder.backward.input"], True),
    "encoder.weight_hh_l0_reverse": (["encoder.backward.recurrent"], True),
    "encoder.bias_ih_l0_reverse": (["encoder.backward.bias"], True),
    "decoder.weight_ih": (["decoder.input", "decoder.context"], True),
    "decoder.weight_hh": (["decoder.recurrent"], True),
    "decoder.bias_ih": (["decoder.bias"], True),
}

lstm = lambda name: {
    f"{name}.input": (EMBEDDING, 4 * ENCODER),
    f"{name}.recurrent": (ENCODER, 4 * ENCODER),
    f"{name}.bias": (4 * ENCODER,),
}
SHAPES = {
    "source.embedding": (WORDS, EMBEDDING),
    "embedding": (TAGS, TAG),
    **lstm("encoder.forward"),
    **lstm("encoder.backward"),
    "decoder.input": (TAG, 4 * HIDDEN),
    "decoder.context": (2 * ENCODER, 4 * HIDDEN),
    "decoder.recurrent": (HIDDEN, 4 * HIDDEN),
    "decoder.bias": (4 * HIDDEN,),
    "output.weight": (TAGS, HIDDEN),
    "output.bias": (TAGS,),
}


def weights(salt=1000):
    """Weight k, element i: n/1001 − 1 as float32, n = (7919(i+1)(k+7) + 104729i² + salt) mod 2003."""
    made = {}
    for k, (name, shape) in enumerate(SHAPES.items()):
        i = np.arange(int(np.prod(shape)), dtype=np.int64)
        values = ((7919 * (i + 1) * (k + 7) + 104729 * i * i + salt) % 2003 / 1001 - 1).astype(np.float32)
        made[name] = torch.tensor(values.astype(np.float64).reshape(shape)).requires_grad_(True)
    return made


def parameters(ours, module):
    """PyTorch's parameters as functions of ours; its second biases are zero."""
    made = {}
    for theirs, (names, is_lstm) in PLACES.items():
        together = torch.cat([ours[name] for name in names], 0)
        if is_lstm:
            together = gates(together).T if together.ndim == 2 else gates(together)
        made[theirs] = together
    for name, value in module.named_parameters():
        made.setdefault(name, torch.zeros_like(value))
    return made


FEEDS = {
    "teacher-forcing": None,
    "soft-argmax": lambda before, table: torch.softmax(1.5 * before, 1) @ table,
    "scheduled-greedy": lambda before, table: table[before.argmax(1)],
}


def case(inputs):
    ours = weights()
    module = Tagger(WORDS, TAGS, EMBEDDING, ENCODER, TAG, HIDDEN)
    logits = torch.func.functional_call(module, parameters(ours, module), (SOURCE, TARGET, FEEDS[inputs]))
    nll = F.cross_entropy(logits, TARGET.T.reshape(-1), reduction="sum", ignore_index=PAD)
    nll.backward()
    gradients = {key: short(value.grad) for key, value in ours.items()}
    return {"inputs": inputs, "nll": nll.item(), "logits": short(logits.detach()), "gradients": gradients}


def usual():
    """Parameters for 10,000 words and 13 tags at the default sizes, with one bias a gate."""
    module = Tagger(10_000, 13, 64, 64, 32, 64)
    return sum(value.numel() for name, value in module.named_parameters() if "bias_hh" not in name)


if __name__ == "__main__":
    data = {
        "source": SOURCE.reshape(-1).tolist(),
        "target": TARGET.reshape(-1).tolist(),
        "parameters": usual(),
        "cases": [case(inputs) for inputs in FEEDS],
    }
    Path("test/fixtures/models/tagger.json").write_text(json.dumps(data).replace('}, {"inputs"', '},\n{"inputs"') + "\n")
