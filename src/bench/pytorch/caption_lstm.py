"""The caption LSTM of workloads/captionLstm.ts."""

import torch
from torch import nn


def build(sizes, label_smoothing, device):
    rows, time, vocabulary, hidden = (sizes[name] for name in ("rows", "time", "vocabulary", "hidden"))
    image = nn.Linear(2048, sizes["embedding"], device=device)
    embedding = nn.Embedding(vocabulary, sizes["embedding"], device=device)
    lstm = nn.LSTM(sizes["embedding"], hidden, batch_first=True, device=device)
    output = nn.Linear(hidden, vocabulary, device=device)
    criterion = nn.CrossEntropyLoss(label_smoothing=label_smoothing)
    inputs = torch.randint(0, vocabulary, (rows, time), device=device)
    pictures = torch.rand(rows, 2048, device=device)
    gold = torch.randint(0, vocabulary, (rows, time), device=device)

    def loss():
        states, _ = lstm(torch.cat([image(pictures)[:, None], embedding(inputs)], 1))
        return criterion(output(states[:, 1:]).reshape(-1, vocabulary), gold.view(-1))

    return [*image.parameters(), *embedding.parameters(), *lstm.parameters(), *output.parameters()], loss
