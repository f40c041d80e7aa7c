"""Makes test/fixtures/ops/ops.json: values and gradients of every op, in float64, by PyTorch's own functions and autograd.

Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_ops.py
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
generator = np.random.default_rng(1)


def real(*shape, scale=1.0):
    """Random numbers that float32 holds exactly."""
    return torch.tensor(np.round(generator.standard_normal(shape) * scale * 1024) / 1024)


def tensor(value):
    kind = "int32" if value.dtype in (torch.int32, torch.int64) else "float32"
    return {"shape": list(value.shape), "dtype": kind, "values": [float(f"{x:.12g}") for x in value.reshape(-1).tolist()]}


cases = []


def case(op, name, inputs, differentiate, compute, options=None):
    """Records outputs, and gradients of Σ upstream·output."""
    leaves = {key: value.clone().requires_grad_(key in differentiate) for key, value in inputs.items()}
    outputs = compute(**leaves)
    upstream = [real(*output.shape) for output in outputs]
    gradients = {}
    if differentiate:
        total = sum((output * weight).sum() for output, weight in zip(outputs, upstream))
        found = torch.autograd.grad(total, [leaves[key] for key in differentiate])
        gradients = {key: tensor(value) for key, value in zip(differentiate, found)}
    cases.append(
        {
            "op": op,
            "name": name,
            "options": options or {},
            "inputs": {key: tensor(value) for key, value in inputs.items()},
            "outputs": [tensor(output.detach()) for output in outputs],
            "upstream": [tensor(weight) for weight in upstream],
            "gradients": gradients,
        }
    )


def ids(*values, shape=None):
    found = torch.tensor(values, dtype=torch.int64)
    return found.reshape(shape) if shape else found


# embeddingLookup
lookup = lambda table, ids: [F.embedding(ids.to(torch.int64), table)]
case("embeddingLookup", "repeated ids", {"table": real(5, 3), "ids": ids(1, 4, 1, 1, 0, 3, 4, 1, shape=(2, 4))}, ["table"], lookup)
case("embeddingLookup", "one id", {"table": real(4, 2), "ids": ids(2)}, ["table"], lookup)

# smoothedCrossEntropy: the target row is written out in full.
LOGITS = real(6, 7, scale=2)
GOLD = ids(2, 6, 0, 3, 2, 5)


def smoothed(gold, uniform, column=None):
    def compute(logits, gold_ids):
        rows, classes = logits.shape
        q = F.one_hot(gold_ids, classes) * gold + uniform / classes
        if column:
            q[:, column["index"]] += column["mass"]
        return [-(q * F.log_softmax(logits, 1)).sum(1)]

    return compute


for name, gold, uniform, column in [
    ("one-hot", 1, 0, None),
    ("half a one-hot", 0.5, 0, None),
    ("uniform mass", 0.9, 0.1, None),
    ("all but the gold class", 0.9 - 0.1 / 6, 0.7 / 6, None),
    ("all but the gold class and padding", 0.9 - 0.1 / 5, 0.7 / 5, {"index": 0, "mass": -0.1 / 5}),
    ("a column alone", 0.75, 0, {"index": 3, "mass": 0.25}),
    ("uniform alone", 0, 1, None),
    ("mass above 1", 1.25, 0.5, {"index": 6, "mass": -0.125}),
]:
    options = {"gold": gold, "uniform": uniform, **({"column": column} if column else {})}
    case("smoothedCrossEntropy", name, {"logits": LOGITS, "gold_ids": GOLD}, ["logits"], smoothed(gold, uniform, column), options)
case(
    "smoothedCrossEntropy",
    "large logits",
    {"logits": torch.tensor([[90.0, -90.0, 0.0], [-300.0, 200.0, 100.0]]), "gold_ids": ids(0, 2)},
    ["logits"],
    smoothed(0.9, 0.1),
    {"gold": 0.9, "uniform": 0.1},
)

# softCrossEntropy and entropy
rows = torch.softmax(real(6, 7), 1)
unequal = (rows * torch.tensor([1, 1, 0.5, 2, 1, 0.25]).reshape(6, 1)).to(torch.float32).to(torch.float64)
case(
    "softCrossEntropy",
    "rows of any mass",
    {"logits": LOGITS, "target": unequal},
    ["logits"],
    lambda logits, target: [-(target * F.log_softmax(logits, 1)).sum(1)],
)
case(
    "entropy",
    "with zeros",
    {"probabilities": torch.tensor([[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.25, 0.25, 0.5], [0.75, 0.125, 0.125]])},
    [],
    lambda probabilities: [torch.special.entr(probabilities).sum(1)],
)


# LSTM: PyTorch's cell has the gates i, f, g, o; here they are i, g, f, o.
def to_torch_gates(matrix):
    i, g, f, o = torch.chunk(matrix, 4, -1)
    return torch.cat([i, f, g, o], -1)


def cell(x, h, c, weight_input, weight_recurrent, bias):
    zeros = torch.zeros_like(bias)
    return torch.lstm_cell(
        x, (h, c), to_torch_gates(weight_input).T, to_torch_gates(weight_recurrent).T, to_torch_gates(bias), zeros
    )


def gates_only(gates, cell_state):
    units = cell_state.shape[1]
    identity = torch.eye(4 * units)
    none = torch.zeros(units, 4 * units)
    return list(cell(gates, torch.zeros_like(cell_state), cell_state, identity, none, torch.zeros(4 * units)))


case("lstmGates", "gates and cell", {"gates": real(3, 8), "cell_state": real(3, 2)}, ["gates", "cell_state"], gates_only)

TIME, BATCH, IN, UNITS = 4, 3, 2, 2
MASK = torch.tensor([[1.0, 1, 1, 1], [1, 1, 0, 0], [1, 1, 1, 0]])  # [batch, time]


def sequence(backwards, masked, with_state):
    def compute(inputs, weight_input, weight_recurrent, bias, h=None, c=None, mask=None):
        steps = inputs.reshape(TIME, BATCH, IN)
        h = h if with_state else torch.zeros(BATCH, UNITS)
        c = c if with_state else torch.zeros(BATCH, UNITS)
        outputs = [None] * TIME
        for at in reversed(range(TIME)) if backwards else range(TIME):
            h, c = cell(steps[at], h, c, weight_input, weight_recurrent, bias)
            if masked:
                h, c = h * mask[:, at : at + 1], c * mask[:, at : at + 1]
            outputs[at] = h
        return [*outputs, h, c]

    return compute


def whole_sequence(inputs, weight_input, weight_recurrent, bias):
    """The same through torch.nn.LSTM, to check the loop above."""
    layer = torch.nn.LSTM(IN, UNITS)
    with torch.no_grad():
        for mine, theirs in [(weight_input, layer.weight_ih_l0), (weight_recurrent, layer.weight_hh_l0)]:
            theirs.copy_(to_torch_gates(mine).T)
        layer.bias_ih_l0.copy_(to_torch_gates(bias))
        layer.bias_hh_l0.zero_()
        outputs, (h, c) = layer(inputs.reshape(TIME, BATCH, IN))
    return [*outputs, h[0], c[0]]


for name, backwards, masked, with_state in [
    ("forwards", False, False, False),
    ("from a state", False, False, True),
    ("masked, backwards", True, True, False),
    ("masked, from a state", False, True, True),
]:
    inputs = {
        "inputs": real(TIME * BATCH, IN),
        "weight_input": real(IN, 4 * UNITS),
        "weight_recurrent": real(UNITS, 4 * UNITS),
        "bias": real(4 * UNITS),
    }
    if not (backwards or masked or with_state):
        for mine, theirs in zip(sequence(False, False, False)(**inputs), whole_sequence(**inputs)):
            assert torch.allclose(mine, theirs, atol=1e-14)
    if with_state:
        inputs |= {"h": real(BATCH, UNITS), "c": real(BATCH, UNITS)}
    differentiate = list(inputs)
    if masked:
        inputs["mask"] = MASK
    case("lstmSequence", name, inputs, differentiate, sequence(backwards, masked, with_state), {"backwards": backwards})


# loopProduct: x ← tanh(x·W) or tanh(x·Wᵀ), several times over
def loop(steps, transposed=False):
    def compute(start, weight):
        outputs = []
        for _ in range(steps):
            start = torch.tanh(start @ (weight.T if transposed else weight))
            outputs.append(start)
        return outputs

    return compute


for steps in [1, 2, 4]:
    case("loopProduct", f"{steps} steps", {"start": real(3, 2), "weight": real(2, 2)}, ["start", "weight"], loop(steps), {"steps": steps})

case(
    "layerNorm",
    "rows",
    {"input": real(4, 5, scale=3) + 2, "gamma": real(5), "beta": real(5)},
    ["input", "gamma", "beta"],
    lambda input, gamma, beta: [F.layer_norm(input, [5], gamma, beta, 1e-5)],
)


# loopAttention: the next query is the last one and tanh of the first units of the context
def attending(steps):
    def compute(query, keys, values, direction, bias):
        contexts = []
        for _ in range(steps):
            energy = torch.tanh(keys + query[:, None]) @ direction + bias
            contexts.append(torch.bmm(torch.softmax(energy, 1)[:, None], values)[:, 0])
            query = query + torch.tanh(contexts[-1][:, : query.shape[1]])
        return contexts

    return compute


for steps in [1, 3]:
    case(
        "loopAttention",
        f"with padding, {steps} steps",
        {
            "query": real(2, 4),
            "keys": real(2, 3, 4),
            "values": real(2, 3, 5),
            "direction": real(4),
            "bias": torch.tensor([[0.0, 0, 0], [0, 0, -1e9]]),
        },
        ["query", "keys", "values", "direction"],
        attending(steps),
        {"steps": steps},
    )
for name, bias in [("plain", None), ("masked", torch.tensor([[0.0, 0, -1e9, -1e9]]))]:
    inputs = {"queries": real(2, 3, 5), "keys": real(2, 4, 5), "values": real(2, 4, 6)}
    if bias is not None:
        inputs["bias"] = bias
    case(
        "dotAttention",
        name,
        inputs,
        ["queries", "keys", "values"],
        lambda queries, keys, values, bias=None: [F.scaled_dot_product_attention(queries, keys, values, attn_mask=bias)],
    )

case("sumOfSquares", "a matrix", {"tensor": real(4, 6)}, [], lambda tensor: [(tensor**2).sum()])
case(
    "pickColumns",
    "one a row",
    {"matrix": LOGITS, "columns": GOLD},
    [],
    lambda matrix, columns: [matrix.gather(1, columns[:, None])[:, 0]],
)
case("biasAdd", "rows", {"input": real(4, 5), "bias": real(5)}, ["input", "bias"], lambda input, bias: [input + bias])
case("relu", "both signs", {"input": real(3, 7)}, ["input"], lambda input: [torch.relu(input)])
for steps in [1, 3]:
    case(
        "loopProduct",
        f"transposed, {steps} steps",
        {"start": real(3, 2), "weight": real(2, 2)},
        ["start", "weight"],
        loop(steps, transposed=True),
        {"steps": steps, "transposed": True},
    )

case(
    "softmaxEntropy",
    "logits near and far",
    {"logits": LOGITS},
    ["logits"],
    lambda logits: [torch.distributions.Categorical(logits=logits).entropy()],
)
case(
    "klDivergence",
    "a constant reference",
    {"logits": LOGITS, "reference": real(*LOGITS.shape)},
    ["logits"],
    lambda logits, reference: [
        F.kl_div(F.log_softmax(reference, 1), F.log_softmax(logits, 1), reduction="none", log_target=True).sum(1)
    ],
)
case("gradientOnly", "a vector", {"input": real(5)}, ["input"], lambda input: [input - input.detach()])



# LABO by its equation 14, with the smoothing detached: −Σ q·log p + α·τ·KL(P*‖U), q = (1−α)·onehot + α·P*
def labo(temperature, alpha):
    def compute(logits, gold_ids, share=None, sharpness=None):
        classes = logits.shape[1]
        a = alpha if share is None else share[:, None]
        learned = sharpness is None or sharpness.item() == 1
        optimal = F.softmax(logits.detach() / temperature, 1) if learned else torch.full_like(logits, 1 / classes)
        q = (1 - a) * F.one_hot(gold_ids, classes) + a * optimal
        divergence = math.log(classes) - torch.special.entr(optimal).sum(1)
        a = a if share is None else share
        return [-(q * F.log_softmax(logits, 1)).sum(1) + a * temperature * divergence]

    return compute


for name, temperature, more in [
    ("usual", 1.25, {}),
    ("sharper than the model", 0.5, {}),
    ("nearly uniform", 1e4, {}),
    ("a share for each token", 2.0, {"share": torch.tensor([0.0, 0.25, 0.5, 1, 0.125, 0.75])}),
    ("learned", 1.25, {"sharpness": torch.tensor(1.0)}),
    ("not yet learned", 1.25, {"sharpness": torch.tensor(0.0)}),
]:
    inputs = {"logits": LOGITS, "gold_ids": GOLD, **more}
    case("labo", name, inputs, ["logits"], labo(temperature, 0.25), {"temperature": temperature, "share": 0.25})


def tempered_divergence(temperature):
    def compute(logits, teacher):
        target = F.softmax(teacher / temperature, 1)
        return [temperature**2 * F.kl_div(F.log_softmax(logits / temperature, 1), target, reduction="none").sum(1)]

    return compute


for temperature in [0.5, 1.0, 4.0, 40.0]:
    inputs = {"logits": LOGITS, "teacher": real(6, 7, scale=2)}
    case("temperedDivergence", f"T = {temperature:g}", inputs, ["logits"], tempered_divergence(temperature), {"temperature": temperature})
far = {"logits": torch.tensor([[200.0, -200, 0]]), "teacher": torch.tensor([[-200.0, 200, 0]])}
case("temperedDivergence", "far apart", far, ["logits"], tempered_divergence(1.0), {"temperature": 1})

# smoothedCrossEntropy with rows of a table
TABLE = torch.softmax(real(3, 7), 1).to(torch.float32).to(torch.float64)
TABLE_MASS = real(6).abs()


def with_rows(logits, gold_ids, table, index, mass):
    q = 0.25 * F.one_hot(gold_ids, 7) + mass[:, None] * table[index.long()]
    return [-(q * F.log_softmax(logits, 1)).sum(1)]


case(
    "smoothedCrossEntropy",
    "rows of a table",
    {"logits": LOGITS, "gold_ids": GOLD, "table": TABLE, "index": ids(0, 2, 2, 1, 0, 1), "mass": TABLE_MASS},
    ["logits"],
    with_rows,
    {"gold": 0.25, "uniform": 0},
)


# similarityRows: the row of each token, written out word by word
def similarity_rows(scale, penalty=0, of_itself=True):
    def compute(ids, vectors, bias=None, counts=None):
        rows = []
        for i in ids.tolist():
            scores = [scale * (vectors[i] @ vectors[j]) for j in range(7)]
            if bias is not None:
                scores = [score + bias[j] for j, score in enumerate(scores)]
            if counts is not None:
                ratios = [min(counts[i] / counts[j], counts[j] / counts[i]) for j in range(7)]
                scores = [s - penalty * ratios[j] * (of_itself or j != i) for j, s in enumerate(scores)]
            rows.append(torch.softmax(torch.stack(scores), 0))
        return [torch.stack(rows)]

    return compute


words = {"ids": ids(2, 6, 0, 2, 2, 6), "vectors": F.normalize(real(7, 4)).to(torch.float32).to(torch.float64)}
bias = torch.tensor([0, -1e9, 0, 0, 0, -1e9, 0])
word_counts = torch.tensor([1.0, 40, 7, 7, 2, 300, 12])
case("similarityRows", "repeated words", words, [], similarity_rows(2), {"scale": 2})
case("similarityRows", "words without mass", words | {"bias": bias}, [], similarity_rows(10), {"scale": 10})
for of_itself in [True, False]:
    name = f"rarity, the word itself {'too' if of_itself else 'not'}"
    options = {"scale": 3, "penalty": 1.5, "ofItself": of_itself}
    case("similarityRows", name, words | {"bias": bias, "counts": word_counts}, [], similarity_rows(3, 1.5, of_itself), options)


# loopEmbedding: words looked up and expected words by turns, one table
def fed_words(table, ids, scores):
    found = [table[ids[0]], torch.softmax(1.5 * scores[0], 1) @ table, table[ids[1]]]
    return [*found, torch.softmax(1.5 * scores[1], 1) @ table, found[1] * found[2]]


fed = {"table": real(6, 4), "ids": torch.tensor([[5, 0, 5], [2, 5, 1]]), "scores": real(2, 3, 6)}
case("loopEmbedding", "lookups and expectations", fed, ["table", "scores"], fed_words, {"alpha": 1.5})


# mostProbable and sampleCategorical: constants
def most_probable(logits):
    return [logits.argmax(1)]


def sampled(logits, uniform):
    return [(torch.softmax(logits, 1).cumsum(1) <= uniform).sum(1)]


case("mostProbable", "rows", {"logits": real(7, 5)}, [], most_probable)
for classes in [1, 2, 9, 50, 101]:
    uniform = torch.tensor(generator.integers(0, 2**23, (40, 1)) / 2**23)
    uniform[0], uniform[1] = 0, 1 - 2**-23
    case("sampleCategorical", f"{classes} classes", {"logits": real(40, classes, scale=2), "uniform": uniform}, [], sampled)
case("withoutGradient", "a factor", {"input": real(3, 2)}, ["input"], lambda input: [input * (input**2).detach()])
apart = {"logits": torch.tensor([[60.0, -60, 0]]), "teacher": torch.tensor([[-60.0, 60, 0]])}
case("temperedDivergence", "apart, T = 4", apart, ["logits"], tempered_divergence(4.0), {"temperature": 4})
case(
    "knownProduct",
    "rows",
    {"x": real(4, 3), "weight": real(5, 3), "bias": real(5)},
    ["x", "weight", "bias"],
    lambda x, weight, bias: [F.linear(x, weight, bias)],
)
for classes in [12, 98]:  # divided into blocks without a rest
    uniform = torch.tensor(generator.integers(0, 2**23, (40, 1)) / 2**23)
    uniform[0], uniform[1] = 0, 1 - 2**-23
    case("sampleCategorical", f"{classes} classes", {"logits": real(40, classes, scale=2), "uniform": uniform}, [], sampled)

case("gelu", "both signs", {"input": real(3, 7, scale=2)}, ["input"], lambda input: [F.gelu(input)])



def top_columns(k):
    def run(values):
        order = torch.sort(values, dim=1, descending=True, stable=True)
        return [order.values[:, :k], order.indices[:, :k]]

    return run


for columns in [9, 700, 769]:  # sorted whole, and in groups with and without a rest
    rounded = (real(3, columns, scale=4) * 4).round() / 4  # many are equal
    case("topColumns", f"{columns} columns", {"values": rounded}, [], top_columns(5), {"k": 5})
for name, type in [("numbers", torch.float64), ("ids", torch.int64)]:
    case(
        "putRows",
        name,
        {"table": real(4, 3).to(type), "rows": torch.tensor([2, 0]), "values": real(2, 3, scale=9).to(type)},
        [],
        lambda table, rows, values: [table.index_copy(0, rows, values)],
    )

assert all(math.isfinite(x) for c in cases for o in c["outputs"] for x in o["values"])
Path("test/fixtures/ops/ops.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
