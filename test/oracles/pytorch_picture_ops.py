"""Makes test/fixtures/ops/pictures.json: values and gradients of the ops over pictures, in float64, by PyTorch.

PyTorch's pictures are [rows, channels, height, width] and its filters [to, from, height, width]; ours have channels last.
Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/pytorch_picture_ops.py
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from pytorch_ops import case, cases, real

to_torch = lambda x: x.permute(0, 3, 1, 2)
to_ours = lambda x: x.permute(0, 2, 3, 1)


def convolution(stride, padding):
    return lambda input, filter: [
        to_ours(F.conv2d(to_torch(input), filter.permute(3, 2, 0, 1), stride=stride, padding=padding))
    ]


def depthwise(stride, padding):
    def compute(input, filter):
        weight = filter.permute(2, 3, 0, 1)
        return [to_ours(F.conv2d(to_torch(input), weight, stride=stride, padding=padding, groups=input.shape[3]))]

    return compute


def max_pool(size, stride, padding):
    return lambda input: [to_ours(F.max_pool2d(to_torch(input), size, stride, padding))]


def batch_norm(input, gamma, beta):
    """Running estimates with a momentum of 1 are the batch's own statistics."""
    mean, variance = torch.zeros_like(gamma), torch.ones_like(gamma)
    output = F.batch_norm(to_torch(input), mean, variance, gamma, beta, training=True, momentum=1.0, eps=1e-5)
    return [to_ours(output), mean, variance]


cases.clear()
for size, stride, padding, height, width in [(3, 1, 1, 5, 4), (3, 2, 1, 6, 7), (3, 2, 1, 5, 5), (1, 2, 0, 6, 5), (7, 2, 3, 9, 8)]:
    name = f"{size} by {size}, stride {stride}, on {height} by {width}"
    options = {"stride": stride, "padding": padding}
    ours = {"input": real(2, height, width, 3), "filter": real(size, size, 3, 4)}
    case("conv2d", name, ours, ["input", "filter"], convolution(stride, padding), options)
    ours = {"input": real(2, height, width, 3), "filter": real(size, size, 3, 1)}
    case("depthwiseConv2d", name, ours, ["input", "filter"], depthwise(stride, padding), options)
for size, stride, padding, height, width in [(3, 2, 1, 6, 5), (2, 2, 0, 4, 6), (3, 1, 1, 4, 4)]:
    name = f"{size} by {size}, stride {stride}, on {height} by {width}"
    options = {"size": size, "stride": stride, "padding": padding}
    case("maxPool", name, {"input": real(2, height, width, 3)}, ["input"], max_pool(size, stride, padding), options)
equal = {"input": torch.round(real(2, 6, 6, 2))}  # equal values in a window: the first has the gradient
case("maxPool", "equal values", equal, ["input"], max_pool(3, 2, 1), {"size": 3, "stride": 2, "padding": 1})
for rows, height, width in [(4, 3, 5), (5, 1, 1)]:
    values = {"input": real(rows, height, width, 3) * 3 + 2, "gamma": real(3), "beta": real(3)}
    statistics = lambda **given: batch_norm(**given)
    # What the statistics are is not differentiated.
    case("batchNorm", f"{rows} pictures of {height} by {width}", values, ["input", "gamma", "beta"], statistics)
case("averagePool", "pixels", {"input": real(2, 3, 4, 5)}, ["input"], lambda input: [input.mean((1, 2))])
case("relu6", "both ends", {"input": real(5, 7, scale=6)}, ["input"], lambda input: [F.relu6(input)])

Path("test/fixtures/ops/pictures.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
