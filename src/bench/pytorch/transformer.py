"""The transformer of workloads/transformer.ts, of PyTorch's own layers."""

import torch
from torch import nn


def build(sizes, label_smoothing, device):
    rows, vocabulary, size = (sizes[name] for name in ("rows", "vocabulary", "embedding"))
    embedding = nn.Embedding(vocabulary, size, device=device)
    nn.init.normal_(embedding.weight, std=size**-0.5)
    transformer = nn.Transformer(
        size,
        sizes["heads"],
        sizes["encoderLayers"],
        sizes["decoderLayers"],
        sizes["feedForward"],
        dropout=0,
        batch_first=True,
        norm_first=True,
        device=device,
    )
    criterion = nn.CrossEntropyLoss(label_smoothing=label_smoothing)
    source = torch.randint(0, vocabulary, (rows, sizes["source"]), device=device)
    inputs = torch.randint(0, vocabulary, (rows, sizes["target"]), device=device)
    gold = torch.randint(0, vocabulary, (rows, sizes["target"]), device=device)
    places = torch.arange(max(sizes["source"], sizes["target"]), device=device)[:, None]
    angles = places * 10_000 ** (-torch.arange(0, size, 2, device=device) / size)
    positions = torch.cat([torch.sin(angles), torch.cos(angles)], 1)
    causal = nn.Transformer.generate_square_subsequent_mask(sizes["target"], device=device)

    def read(ids):
        return embedding(ids) * size**0.5 + positions[: ids.shape[1]]

    def loss():
        hidden = transformer(read(source), read(inputs), tgt_mask=causal, tgt_is_causal=True)
        return criterion((hidden @ embedding.weight.T).view(-1, vocabulary), gold.view(-1))

    return [*embedding.parameters(), *transformer.parameters()], loss
