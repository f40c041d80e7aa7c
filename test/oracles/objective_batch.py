"""One small batch for all methods about tokens. Makes test/fixtures/objective/batch.json; the oracles import it.

Made with torch 2.15.0 and numpy 2.4.6: python test/oracles/objective_batch.py
"""

import json
from pathlib import Path

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
generator = np.random.default_rng(2)
ROWS, CLASSES, PAD = 10, 11, 0
FOLDER = Path("test/fixtures/objective")


def real(*shape, scale=1.0):
    """Random numbers that float32 holds exactly."""
    return torch.tensor(np.round(generator.standard_normal(shape) * scale * 1024) / 1024)


logits = real(ROWS, CLASSES, scale=2)
teacher_logits = real(ROWS, CLASSES, scale=2)
average_logits = real(ROWS, CLASSES, scale=2)
# Row 7 is padding. 7 and 10 occur more than once; the partner of an occurrence is the next one, of the last the first.
gold = torch.tensor([3, 10, 1, 7, 7, 2, 5, PAD, 7, 10])
partners = torch.tensor([0, 9, 2, 4, 8, 5, 6, 7, 3, 1])
counts = torch.tensor([0.0, 0, 5, 1, 40, 12, 3, 7, 0, 2, 9])
# Classes 0 to 3 are <pad>, <s>, </s> and <unk>; they and class 9 have no vector.
vectors = real(CLASSES, 4) * torch.tensor([0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1])[:, None]
model_vectors = real(CLASSES, 6)
upstream = real(ROWS) * (gold != PAD)
SEED = [3, 4]
PROGRESS = {"step": 250, "epoch": 2.5, "totalSteps": 1000}

REAL = gold != PAD


def short(tensor):
    return [float(f"{x:.12g}") for x in tensor.detach().reshape(-1).tolist()]


class Cases:
    """The losses of methods and their gradients of Σ upstream·loss, which `write` puts into one file."""

    def __init__(self):
        self.cases = []

    def add(self, kind, parameters, loss, trained=None, **more):
        """`loss(z)` gives [rows]; of padding it may be anything. `trained`: tensors by name, `loss` takes them too."""
        trained = {name: value.clone().requires_grad_(True) for name, value in (trained or {}).items()}
        z = logits.clone().requires_grad_(True)
        values = torch.where(REAL, loss(z, **trained), 0)
        gradient, *others = torch.autograd.grad((values * upstream).sum(), [z, *trained.values()])
        self.cases.append(
            {
                "kind": kind,
                "parameters": parameters,
                **more,
                "loss": short(values),
                "gradient": short(gradient),
                **(
                    {
                        "trained": {
                            name: {"shape": list(value.shape), "values": short(value), "gradient": short(slope)}
                            for (name, value), slope in zip(trained.items(), others)
                        }
                    }
                    if trained
                    else {}
                ),
            }
        )

    def write(self, name):
        lines = ",\n".join(json.dumps(c) for c in self.cases)
        (FOLDER / f"{name}.json").write_text("[\n" + lines + "\n]\n")


if __name__ == "__main__":
    batch = {
        "rows": ROWS,
        "classes": CLASSES,
        "padId": PAD,
        "logits": short(logits),
        "teacherLogits": short(teacher_logits),
        "averageLogits": short(average_logits),
        "gold": gold.tolist(),
        "partners": partners.tolist(),
        "counts": short(counts),
        "vectors": short(vectors),
        "modelVectors": short(model_vectors),
        "upstream": short(upstream),
        "seed": SEED,
        "progress": PROGRESS,
    }
    (FOLDER / "batch.json").write_text(json.dumps(batch) + "\n")
