"""The attention LSTM of src/models/attentionLstm.ts: what does not depend on the state is one product before the
loop, and all readouts are one product after it. No sentence is padded, so that the encoder needs no packing."""

import torch
from torch import nn
from torch.nn import functional


class Model(nn.Module):
    def __init__(self, vocabulary, size, hidden):
        super().__init__()
        each = (hidden + 1) // 2
        context = 2 * each
        self.each = each
        self.source = nn.Embedding(vocabulary, size)
        self.target = nn.Embedding(vocabulary, size)
        for table in (self.source, self.target):
            nn.init.uniform_(table.weight, -((3 / size) ** 0.5), (3 / size) ** 0.5)
        self.encoder = nn.LSTM(size, each, bidirectional=True)
        self.keys = nn.Linear(context, hidden, bias=False)
        self.query = nn.Linear(hidden, hidden, bias=False)
        self.direction = nn.Parameter(torch.empty(hidden).uniform_(-((3 / hidden) ** 0.5), (3 / hidden) ** 0.5))
        self.start = nn.Linear(each, hidden)
        self.input = nn.Linear(size, 4 * hidden)
        self.context = nn.Linear(context, 4 * hidden, bias=False)
        self.recurrent = nn.Linear(hidden, 4 * hidden, bias=False)
        self.readout = nn.Linear(hidden + context + size, size)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, source, inputs):
        """Ids [time, rows] to logits [time, rows, vocabulary]."""
        memory, (last, _) = self.encoder(self.source(source))
        memory = memory.transpose(0, 1)  # [rows, positions, context]
        keys = self.keys(memory)
        vectors = self.target(inputs)
        projected = self.input(vectors)
        h = torch.tanh(self.start(last[1]))  # the backward layer's state at the first word
        c = torch.zeros_like(h)
        states, contexts = [], []
        for x in projected.unbind(0):
            energy = torch.tanh(keys + self.query(h).unsqueeze(1)) @ self.direction
            look = torch.bmm(energy.softmax(1).unsqueeze(1), memory).squeeze(1)
            i, g, f, o = (x + self.recurrent(h) + self.context(look)).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            states.append(h)
            contexts.append(look)
        everything = torch.cat([torch.stack(states), torch.stack(contexts), vectors], 2)
        return functional.linear(torch.tanh(self.readout(everything)), self.target.weight, self.bias)


def build(sizes, label_smoothing, device):
    rows, vocabulary = sizes["rows"], sizes["vocabulary"]
    model = Model(vocabulary, sizes["embedding"], sizes["hidden"]).to(device)
    criterion = nn.CrossEntropyLoss(label_smoothing=label_smoothing)
    source = torch.randint(0, vocabulary, (sizes["source"], rows), device=device)
    inputs = torch.randint(0, vocabulary, (sizes["target"], rows), device=device)
    gold = torch.randint(0, vocabulary, (sizes["target"], rows), device=device)

    def loss():
        return criterion(model(source, inputs).view(-1, vocabulary), gold.view(-1))

    return list(model.parameters()), loss
