"""The transformer stack of workloads/transformer.ts."""

import torch
from torch import nn
from torch.nn import functional


class Layer(nn.Module):
    def __init__(self, size, feed_forward, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(size)
        self.norm2 = nn.LayerNorm(size)
        self.project = nn.Linear(size, 3 * size, bias=False)
        self.output = nn.Linear(size, size, bias=False)
        self.up = nn.Linear(size, feed_forward, bias=False)
        self.down = nn.Linear(feed_forward, size, bias=False)

    def forward(self, hidden):
        rows, time, size = hidden.shape
        projected = self.project(self.norm1(hidden)).chunk(3, -1)
        queries, keys, values = (part.view(rows, time, self.heads, -1).transpose(1, 2) for part in projected)
        looked = functional.scaled_dot_product_attention(queries, keys, values, is_causal=True)
        hidden = hidden + self.output(looked.transpose(1, 2).reshape(rows, time, size))
        return hidden + self.down(functional.relu(self.up(self.norm2(hidden))))


def build(sizes, label_smoothing, device):
    rows, time, vocabulary, size = (sizes[name] for name in ("rows", "time", "vocabulary", "size"))
    embedding = nn.Embedding(vocabulary, size, device=device)
    nn.init.uniform_(embedding.weight, -((3 / size) ** 0.5), (3 / size) ** 0.5)
    layers = nn.ModuleList([Layer(size, sizes["feedForward"], sizes["heads"]) for _ in range(sizes["layers"])])
    layers.to(device)
    criterion = nn.CrossEntropyLoss(label_smoothing=label_smoothing)
    inputs = torch.randint(0, vocabulary, (rows, time), device=device)
    gold = torch.randint(0, vocabulary, (rows, time), device=device)

    def loss():
        hidden = embedding(inputs)
        for layer in layers:
            hidden = layer(hidden)
        return criterion((hidden @ embedding.weight.T).view(-1, vocabulary), gold.view(-1))

    return [*embedding.parameters(), *layers.parameters()], loss
