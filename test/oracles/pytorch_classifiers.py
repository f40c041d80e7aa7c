"""Makes test/fixtures/models/classifiers.json from torchvision's networks, in float64: numbers of parameters in full
size; of narrow networks logits in both modes, gradients, and running statistics after a batch.

Gradients and statistics are told by their norm and some of their values. Weight k, element i in our order: n/1001 − 1,
n = (7919(i+1)(k+7) + 104729i² + 1000) mod 2003; times √(6/inputs) for filters and the classifier, lest rounding errors
grow from layer to layer; scales are 1 + half of it, running variances too, running means half.
Made with torch 2.15.0 and torchvision 0.29.2: python test/oracles/pytorch_classifiers.py
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models import mobilenet_v2, resnet18, resnet50, resnet152
from torchvision.models.resnet import BasicBlock, Bottleneck

torch.set_default_dtype(torch.float64)


class Residual(nn.Module):
    """torchvision's ResNet, of any width and with either stem; its own class has a fixed width."""

    def __init__(self, block, depths, width, stem, channels, classes):
        super().__init__()
        size, stride = (3, 1) if stem == "cifar" else (7, 2)
        self.conv1 = nn.Conv2d(channels, width, size, stride, size // 2, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.pool = nn.MaxPool2d(3, 2, 1) if stem == "imagenet" else nn.Identity()
        planes, layers = width, []
        for stage, depth in enumerate(depths):
            for at in range(depth):
                inner, stride = width * 2**stage, 2 if stage > 0 and at == 0 else 1
                outputs = inner * block.expansion
                shortcut = None
                if stride != 1 or planes != outputs:
                    shortcut = nn.Sequential(nn.Conv2d(planes, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
                layers.append(block(planes, inner, stride, shortcut))
                planes = outputs
        self.layers = nn.Sequential(*layers)
        self.fc = nn.Linear(planes, classes)

    def forward(self, x):
        x = self.pool(F.relu(self.bn1(self.conv1(x))))
        return self.fc(self.layers(x).mean((2, 3)))


def mobile(strides, width, channels, classes):
    stages = [[1, 16, 1, 1], [6, 24, 2, 1 if strides == "cifar" else 2], [6, 32, 3, 2], [6, 64, 4, 2], [6, 96, 3, 1]]
    stages += [[6, 160, 3, 2], [6, 320, 1, 1]]
    net = mobilenet_v2(width_mult=width, inverted_residual_setting=stages, num_classes=classes, dropout=0)
    first = net.features[0][0]
    stride = 1 if strides == "cifar" else 2
    net.features[0][0] = nn.Conv2d(channels, first.out_channels, 3, stride, 1, bias=False)
    return net


def count(net):
    return sum(parameter.numel() for parameter in net.parameters())


same = lambda net: [tuple(parameter.shape) for parameter in net.parameters()]
assert same(Residual(BasicBlock, [2, 2, 2, 2], 64, "imagenet", 3, 1000)) == same(resnet18())
assert same(Residual(Bottleneck, [3, 4, 6, 3], 64, "imagenet", 3, 1000)) == same(resnet50())

counts = [
    ("resnet-18", {"stem": "cifar"}, 3, 10, Residual(BasicBlock, [2, 2, 2, 2], 64, "cifar", 3, 10)),
    ("resnet-18", {"stem": "cifar"}, 3, 100, Residual(BasicBlock, [2, 2, 2, 2], 64, "cifar", 3, 100)),
    ("resnet-18", {"stem": "imagenet"}, 3, 1000, resnet18()),
    ("resnet-50", {}, 3, 1000, resnet50()),
    ("resnet-152", {}, 3, 1000, resnet152()),
    ("mobilenet-v2", {}, 3, 100, mobilenet_v2(num_classes=100)),
    ("mobilenet-v2", {}, 3, 1000, mobilenet_v2()),
    ("mobilenet-v2", {"width": 0.75}, 3, 1000, mobilenet_v2(width_mult=0.75)),
    ("mobilenet-v2", {"width": 1.4}, 3, 10, mobilenet_v2(width_mult=1.4, num_classes=10)),
]


def values(shape, k):
    i = torch.arange(shape.numel(), dtype=torch.int64)
    return (((7919 * (i + 1) * (k + 7) + 104729 * i * i + 1000) % 2003).double() / 1001 - 1).reshape(shape)


# Filters [to, from, height, width] are [height, width, from, to] in our order, one channel's [height, width, channels, 1].
def to_ours(value, depthwise):
    if value.dim() != 4:
        return value
    return value.permute(2, 3, 0, 1) if depthwise else value.permute(2, 3, 1, 0)


def from_ours(value, shape, depthwise):
    if len(shape) != 4:
        return value.reshape(shape)
    back = (2, 3, 0, 1) if depthwise else (3, 2, 0, 1)
    ours = [shape[2], shape[3], *((shape[0], 1) if depthwise else (shape[1], shape[0]))]
    return value.reshape(ours).permute(back)


def is_depthwise(net, name):
    module = net.get_submodule(name.rpartition(".")[0])
    return isinstance(module, nn.Conv2d) and module.groups > 1


def fill(net):
    with torch.no_grad():
        parameters = list(net.named_parameters())
        for k, (name, value) in enumerate(parameters):
            found = values(torch.Size([value.numel()]), k)
            if value.dim() > 1:
                found *= (6 / value[0].numel()) ** 0.5
            elif name.endswith("weight"):
                found = 1 + found / 2
            value.copy_(from_ours(found, value.shape, is_depthwise(net, name)))
        running = [b for name, b in net.named_buffers() if "running" in name]  # mean and variance in turn
        for k, buffer in enumerate(running):
            buffer.copy_(values(buffer.shape, len(parameters) + k) / 2 + (k % 2))


short = lambda tensor: [float(f"{x:.12g}") for x in tensor.reshape(-1).tolist()]


def told(tensor):
    flat = tensor.reshape(-1)
    return {"norm": float(f"{flat.norm().item():.12g}"), "some": short(flat[:: max(1, len(flat) // 6)])}


def case(kind, parameters, net, picture, rows, classes):
    fill(net)
    shape = torch.Size([rows, *picture])
    pictures = values(shape, 3).permute(0, 3, 1, 2)
    target = torch.arange(rows) * 2 % classes
    net.eval()
    evaluated = net(pictures).detach()
    net.train()
    logits = net(pictures)
    loss = F.cross_entropy(logits, target, reduction="sum")
    loss.backward()
    return {
        **{"kind": kind, "parameters": parameters, "picture": picture, "rows": rows, "classes": classes},
        **{"evaluated": short(evaluated), "logits": short(logits.detach()), "loss": loss.item()},
        "gradients": [told(to_ours(value.grad, is_depthwise(net, name))) for name, value in net.named_parameters()],
        "statistics": [told(buffer) for name, buffer in net.named_buffers() if "running" in name],
    }


cases = [
    case("resnet-18", {"width": 4, "stem": "cifar"}, Residual(BasicBlock, [2, 2, 2, 2], 4, "cifar", 3, 5), [15, 12, 3], 6, 5),
    case("resnet-18", {"width": 4, "stem": "imagenet"}, Residual(BasicBlock, [2, 2, 2, 2], 4, "imagenet", 1, 4), [40, 48, 1], 5, 4),
    case("resnet-50", {"width": 2}, Residual(Bottleneck, [3, 4, 6, 3], 2, "imagenet", 3, 5), [48, 40, 3], 6, 5),
    case("mobilenet-v2", {"width": 0.1}, mobile("cifar", 0.1, 3, 5), [17, 16, 3], 6, 5),
    case("mobilenet-v2", {"width": 0.1, "strides": "imagenet"}, mobile("imagenet", 0.1, 3, 5), [48, 41, 3], 6, 5),
]
data = {
    "counts": [
        {"kind": kind, "parameters": parameters, "channels": channels, "classes": classes, "count": count(net)}
        for kind, parameters, channels, classes, net in counts
    ],
    "cases": cases,
}
lines = lambda items: "[\n" + ",\n".join(json.dumps(item) for item in items) + "\n]"
text = '{"counts": ' + lines(data["counts"]) + ',\n"cases": ' + lines(data["cases"]) + "}\n"
Path("test/fixtures/models/classifiers.json").write_text(text)
print([(c["kind"], c["count"]) for c in data["counts"]])
print([[c["kind"], c["loss"], c["logits"][:3], max(g["norm"] for g in c["gradients"])] for c in cases])
