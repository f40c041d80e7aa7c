"""Remakes what entity F1 is tested against, with the reference programs themselves.

    pip install seqeval==1.2.2 conlleval==0.2
    python test/oracles/entities_fixture.py conlleval.pl

`conlleval.pl` is Erik Tjong Kim Sang's script of the CoNLL-2000 to 2003 shared tasks, version 2004-01-26. Written with Perl
5.36, Python 3.11, seqeval 1.2.2; on tags of B, I and O the pip package conlleval 0.2 has to agree. It writes
test/fixtures/metrics/entities.json.gz: tag sequences, right and wrong, with the script's reports on all of them and on
every hundred, and with what seqeval's strict mode counts by type.
"""

import gzip
import json
import random
import subprocess
import sys
import warnings
from pathlib import Path

import conlleval
import numpy as np
from seqeval.metrics.v1 import precision_recall_fscore_support
from seqeval.scheme import IOB2, IOBES, Entities

warnings.simplefilter("ignore")
FIXTURE = Path(__file__).resolve().parents[2] / "test/fixtures/metrics/entities.json.gz"
SENTENCES, PART = 2000, 100
TYPES = ["PER", "LOC", "ORG", "MISC"]


def right(rng, length, types, scheme):
    """A sequence as it should be."""
    tags = []
    while len(tags) < length:
        if rng.random() < 0.55:
            tags.append("O")
            continue
        size, kind = min(rng.choice([1, 1, 2, 2, 3, 5]), length - len(tags)), rng.choice(types)
        if scheme == "iobes" and size == 1:
            tags.append(f"S-{kind}")
            continue
        inner = [f"I-{kind}"] * (size - 1)
        if scheme == "iobes":
            inner[-1] = f"E-{kind}"
        first = "I" if scheme == "iob1" and not (tags and tags[-1][2:] == kind) else "B"
        tags += [f"{first}-{kind}", *inner]
    return tags


def wrong(rng, tags, tagset, share):
    """What a poor tagger makes of it: other prefixes, other types, entities that begin or end elsewhere."""
    made = list(tags)
    for at, tag in enumerate(tags):
        if rng.random() >= share:
            continue
        change = rng.randrange(4)
        if change == 0:
            made[at] = rng.choice(tagset)
        elif change == 1 and tag != "O":
            made[at] = rng.choice([t for t in tagset if t[2:] == tag[2:]])
        elif change == 2 and at > 0:
            made[at] = made[at - 1]
        else:
            made[at] = "O"
    return made


def corpus(name, rng, prefixes, types, scheme=None, share=0.15, others=()):
    tagset = ["O", *[f"{prefix}-{kind}" for prefix in prefixes for kind in types], *others]
    pairs = []
    for _ in range(SENTENCES):
        length = rng.choice([1, 2, 3, 5, 8, 12, 20])
        if scheme is None:
            pairs.append([[rng.choice(tagset) for _ in range(length)] for _ in range(2)])
        else:
            gold = right(rng, length, types, scheme)
            pairs.append([gold, wrong(rng, gold, tagset, share if rng.random() < 0.8 else 0)])
    return {"name": name, "gold": [" ".join(p[0]) for p in pairs], "found": [" ".join(p[1]) for p in pairs]}


def lines_of(gold, found):
    for g, f in zip(gold, found):
        yield from (f"w {a} {b}\n" for a, b in zip(g.split(), f.split()))
        yield "\n"


def perl(gold, found):
    text = "".join(lines_of(gold, found))
    return subprocess.run(["perl", sys.argv[1]], input=text, capture_output=True, text=True, check=True).stdout


def strict(gold, found, scheme):
    y_true, y_pred = [[s.split() for s in side] for side in (gold, found)]
    types = sorted(Entities(y_true, scheme).unique_tags | Entities(y_pred, scheme).unique_tags)
    score = lambda average: precision_recall_fscore_support(y_true, y_pred, average=average, scheme=scheme)
    each, micro = np.array(score(None)), score("micro")
    return {"micro": list(map(float, micro)), "types": {kind: each[:, at].tolist() for at, kind in enumerate(types)}}


def main():
    rng = random.Random(7)
    corpora = [
        corpus("iob2", rng, "BI", TYPES, "iob2"),
        corpus("iob1", rng, "BI", TYPES, "iob1"),
        corpus("iobes", rng, "BIES", TYPES, "iobes"),
        corpus("random BIO", rng, "BI", ["PER", "LOC"]),
        corpus("random BIOES", rng, "BIES", ["PER", "LOC"]),
        corpus("types with hyphens", rng, "BI", ["a-b", "a", "-c-"]),
        corpus("no types, brackets, points", rng, "BIE", ["X"], others=["B", "I", "E", ".", "[", "]", ".-X", "[-X"]),
    ]
    schemes = {"iob2": IOB2, "iobes": IOBES}
    for each in corpora:
        gold, found = each["gold"], each["found"]
        prefixes = {tag[0] for side in (gold, found) for s in side for tag in s.split()}
        suits = [name for name, allowed in (("iob2", "BIO"), ("iobes", "BIOES")) if prefixes <= set(allowed)]
        parts = [slice(0, SENTENCES), *[slice(at, at + PART) for at in range(0, SENTENCES, PART)]]
        each["parts"] = [
            {
                "from": part.start,
                "to": part.stop,
                "conlleval": perl(gold[part], found[part]),
                "strict": {name: strict(gold[part], found[part], schemes[name]) for name in suits},
            }
            for part in parts
        ]
        if prefixes <= set("BIO"):
            for part, made in zip(parts, each["parts"]):
                theirs = conlleval.report(conlleval.evaluate(lines_of(gold[part], found[part])))
                assert theirs == made["conlleval"], (each["name"], theirs, made["conlleval"])
    with gzip.GzipFile(FIXTURE, "wb", mtime=0) as file:
        file.write(json.dumps({"corpora": corpora}).encode())


main()
