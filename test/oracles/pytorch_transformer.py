"""The transformer in PyTorch, float64. Makes test/fixtures/models/transformer.json: logits, and the gradient of the loss
for every weight, on a small batch; and the number of parameters at named sizes. Weights and tokens come from formulas that
the test repeats.

Layers are torch.nn.TransformerEncoderLayer and torch.nn.TransformerDecoderLayer; positions are as in fairseq's
SinusoidalPositionalEmbedding, counted from 1.
Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_transformer.py
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from pytorch_attention_lstm import BOS, PAD, SOURCE, TARGET, TARGET_VOCABULARY, short
from torch import nn

torch.set_default_dtype(torch.float64)


class Transformer(nn.Module):
    def __init__(self, vocabularies, size, inner, heads, layers, pre, activation, shared):
        super().__init__()
        source, target = vocabularies
        options = dict(dropout=0, activation=activation, norm_first=pre, batch_first=True)
        last = lambda: nn.LayerNorm(size) if pre else nn.Identity()
        self.source = nn.Embedding(source, size)
        self.target = self.source if shared == "all" else nn.Embedding(target, size)
        self.output = nn.Linear(size, target, bias=False)
        if shared != "none":
            self.output.weight = self.target.weight
        self.encoder = nn.ModuleList(nn.TransformerEncoderLayer(size, heads, inner, **options) for _ in range(layers))
        self.encoder_norm = last()
        self.decoder = nn.ModuleList(nn.TransformerDecoderLayer(size, heads, inner, **options) for _ in range(layers))
        self.decoder_norm = last()

    def read(self, table, ids):
        size = table.weight.shape[1]
        half = size // 2
        rates = torch.exp(torch.arange(half) * -(math.log(10_000) / (half - 1)))
        angles = torch.arange(1, ids.shape[1] + 1)[:, None] * rates
        return table(ids) * size**0.5 + torch.cat([torch.sin(angles), torch.cos(angles)], 1)

    def forward(self, source, target):
        """Logits [time·rows, vocabulary], time-major."""
        inputs = torch.cat([torch.full((len(target), 1), BOS), target[:, :-1]], 1)
        padding = source == PAD
        x = self.read(self.source, source)
        for layer in self.encoder:
            x = layer(x, src_key_padding_mask=padding)
        memory = self.encoder_norm(x)
        causal = torch.triu(torch.ones(inputs.shape[1], inputs.shape[1], dtype=torch.bool), 1)
        y = self.read(self.target, inputs)
        for layer in self.decoder:
            y = layer(y, memory, tgt_mask=causal, memory_key_padding_mask=padding)
        return self.output(self.decoder_norm(y)).transpose(0, 1).reshape(-1, self.output.out_features)


SIZES = dict(size=6, inner=7, heads=2, layers=2)


def shapes(vocabularies, pre, shared):
    """Every weight of ours in the model's order."""
    source, target = vocabularies
    size, inner = SIZES["size"], SIZES["inner"]
    linear = lambda name, inputs, outputs: {f"{name}.weight": (inputs, outputs), f"{name}.bias": (outputs,)}
    norm = lambda name: {f"{name}.scale": (size,), f"{name}.shift": (size,)}
    own = lambda name: {**linear(f"{name}.project", size, 3 * size), **linear(f"{name}.output", size, size), **norm(f"{name}.norm")}
    cross = lambda name: {
        **linear(f"{name}.query", size, size),
        **linear(f"{name}.attended", size, 2 * size),
        **linear(f"{name}.output", size, size),
        **norm(f"{name}.norm"),
    }
    inside = lambda name: {**linear(f"{name}.up", size, inner), **linear(f"{name}.down", inner, size), **norm(f"{name}.norm")}
    made = {
        "none": {"output.weight": (target, size), "target.embedding": (target, size), "source.embedding": (source, size)},
        "target-output": {"target.embedding": (target, size), "source.embedding": (source, size)},
        "all": {"embedding": (target, size)},
    }[shared]
    for layer in range(SIZES["layers"]):
        made |= {**own(f"encoder.{layer}.self"), **inside(f"encoder.{layer}.feedForward")}
    made |= norm("encoder.norm") if pre else {}
    for layer in range(SIZES["layers"]):
        name = f"decoder.{layer}"
        made |= {**own(f"{name}.self"), **cross(f"{name}.cross"), **inside(f"{name}.feedForward")}
    return made | (norm("decoder.norm") if pre else {})


def weights(named):
    """Weight k, element i: (n/1001 − 1)/2, of scales 1 more, as float32, n = (7919(i+1)(k+7) + 104729i² + 1000) mod 2003."""
    made = {}
    for k, (name, shape) in enumerate(named.items()):
        i = np.arange(int(np.prod(shape)), dtype=np.int64)
        values = ((7919 * (i + 1) * (k + 7) + 104729 * i * i + 1000) % 2003 / 1001 - 1) / 2
        values = (values + name.endswith(".scale")).astype(np.float32)
        made[name] = torch.tensor(values.astype(np.float64).reshape(shape)).requires_grad_(True)
    return made


def linear(theirs, ours, w):
    return {f"{theirs}.weight": w[f"{ours}.weight"].T, f"{theirs}.bias": w[f"{ours}.bias"]}


def norm(theirs, ours, w):
    return {f"{theirs}.weight": w[f"{ours}.scale"], f"{theirs}.bias": w[f"{ours}.shift"]}


def attention(theirs, ours, parts, w):
    return {
        f"{theirs}.in_proj_weight": torch.cat([w[f"{ours}.{part}.weight"].T for part in parts]),
        f"{theirs}.in_proj_bias": torch.cat([w[f"{ours}.{part}.bias"] for part in parts]),
        **linear(f"{theirs}.out_proj", f"{ours}.output", w),
    }


def parameters(w, pre, shared):
    """PyTorch's parameters as functions of ours."""
    source, target, output = {
        "none": ("source.embedding", "target.embedding", "output.weight"),
        "target-output": ("source.embedding", "target.embedding", "target.embedding"),
        "all": ("embedding",) * 3,
    }[shared]
    made = {"source.weight": w[source], "target.weight": w[target], "output.weight": w[output]}
    for stack in ["encoder", "decoder"]:
        for layer in range(SIZES["layers"]):
            name = f"{stack}.{layer}"
            last = "norm3" if stack == "decoder" else "norm2"
            made |= {
                **attention(f"{name}.self_attn", f"{name}.self", ["project"], w),
                **norm(f"{name}.norm1", f"{name}.self.norm", w),
                **linear(f"{name}.linear1", f"{name}.feedForward.up", w),
                **linear(f"{name}.linear2", f"{name}.feedForward.down", w),
                **norm(f"{name}.{last}", f"{name}.feedForward.norm", w),
            }
            if stack == "decoder":
                made |= attention(f"{name}.multihead_attn", f"{name}.cross", ["query", "attended"], w)
                made |= norm(f"{name}.norm2", f"{name}.cross.norm", w)
        made |= norm(f"{stack}_norm", f"{stack}.norm", w) if pre else {}
    return made


def case(pre, activation, shared):
    vocabularies = (TARGET_VOCABULARY if shared == "all" else 11, TARGET_VOCABULARY)
    w = weights(shapes(vocabularies, pre, shared))
    module = Transformer(vocabularies, **SIZES, pre=pre, activation=activation, shared=shared)
    logits = torch.func.functional_call(module, parameters(w, pre, shared), (SOURCE, TARGET))
    gold = TARGET.T.reshape(-1)
    nll = F.cross_entropy(logits, gold, reduction="sum", ignore_index=PAD)
    nll.backward()
    return {
        "normalization": "pre" if pre else "post",
        "activation": activation,
        "shareEmbeddings": shared,
        "nll": nll.item(),
        "logits": short(logits.detach()),
        "gradients": {key: short(value.grad) for key, value in w.items()},
    }


def count(size, inner, heads, layers, shared):
    module = Transformer((10_000, 10_000), size, inner, heads, layers, False, "relu", shared)
    return sum(value.numel() for value in module.parameters())


if __name__ == "__main__":
    data = {
        "parameters": {
            "iwslt": count(512, 1024, 4, 6, "target-output"),
            "base": count(512, 2048, 8, 6, "all"),
        },
        "cases": [case(False, "relu", "none"), case(False, "relu", "target-output"), case(True, "gelu", "all")],
    }
    text = json.dumps(data).replace('}, {"normalization"', '},\n{"normalization"')
    Path("test/fixtures/models/transformer.json").write_text(text + "\n")
