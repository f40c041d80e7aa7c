"""Remakes what the rewards of sampled sequences are tested against.

    pip install sacrebleu==2.6.0 pycocoevalcap==1.2
    python test/oracles/sequence_rewards.py

Written with Python 3.11.7, sacreBLEU 2.6.0, pycocoevalcap 1.2 and NumPy 2.4.6. It writes
test/fixtures/objective/rewards.json.gz: sources with one to five references, four sequences near the first of them, and
  bleu        sentence BLEU-4 with 1 added from bigrams on, against one reference and against all of them (sacreBLEU)
  addOne      the same with 1 added at all orders, which sacreBLEU does not have (written out here)
  characters  that over characters, spaces among them
  ciderD      CIDEr-D of pycocoevalcap, document frequencies from the references
  cider       CIDEr: neither clipped nor penalised for length (written out here, as Vedantam's own code has it)
"""

import gzip
import json
import logging
import math
import random
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import numpy as np
import sacrebleu
from pycocoevalcap.cider.cider_scorer import CiderScorer

ROOT = Path(__file__).resolve().parents[2]
# sacreBLEU warns of each sentence that its counts are not over the effective order, which is as wanted.
logging.disable(logging.WARNING)

SPECIAL = ['<pad>', '<s>', '</s>', '<unk>']
SOURCES, DRAWS = 700, 4


def vocabulary(rng):
    words = set()
    while len(words) < 300:
        words.add(''.join(rng.choice('aeioulnrstäß𝔞') for _ in range(rng.randint(1, 7))))
    return SPECIAL + sorted(words)


def corrupted(rng, words, rate, common, rare):
    return [rng.choice(common if rng.random() < 0.7 else rare) if rng.random() < rate else word for word in words]


def segments(rng, size):
    """Frequent words make n-grams repeat; a few sentences are shorter than four words, a few have unknown words."""
    common, rare = range(3, 30), range(30, size)
    sources = []
    for _ in range(SOURCES):
        length = rng.choice([1, 2, 3, 4, 5, 8, 11, 14, 20, 40])
        gold = corrupted(rng, [4] * length, 0.95, common, rare)
        others = [corrupted(rng, gold + gold[: rng.randint(0, 4)], 0.4, common, rare) for _ in range(rng.randint(0, 4))]
        sampled = [corrupted(rng, gold, rate, common, rare) for rate in (0, 0.1, 0.3, 0.8)]
        sources.append({'references': [gold] + others, 'sampled': sampled})
    return sources


def grams(symbols, n):
    return Counter(tuple(symbols[i : i + n]) for i in range(len(symbols) - n + 1))


def add_one(symbols, reference):
    logs = []
    for n in range(1, 5):
        matches = sum((grams(symbols, n) & grams(reference, n)).values())
        logs.append(math.log((matches + 1) / (max(0, len(symbols) - n + 1) + 1)))
    return min(1, math.exp(1 - len(reference) / len(symbols))) * math.exp(sum(logs) / 4)


def bleu(symbols, references):
    text = [' '.join(f'w{id}' for id in line) for line in [symbols, *references]]
    options = {'smooth_method': 'add-k', 'smooth_value': 1, 'tokenize': 'none', 'use_effective_order': False}
    return sacrebleu.sentence_bleu(text[0], text[1:], **options).score / 100


def cider_d(sources, draw):
    scorer = CiderScorer()
    for source in sources:
        line = lambda ids: ' '.join(map(str, ids))
        scorer += (line(source['sampled'][draw]), [line(ids) for ids in source['references']])
    return scorer.compute_score()[1].tolist()


def cider(sources, draw):
    frequency = Counter()
    for source in sources:
        frequency.update({gram for ids in source['references'] for n in range(1, 5) for gram in grams(ids, n)})
    idf = lambda gram: math.log(len(sources)) - math.log(max(1, frequency[gram]))
    vector = lambda ids, n: {gram: count * idf(gram) for gram, count in grams(ids, n).items()}
    length = lambda v: math.sqrt(sum(x * x for x in v.values()))

    def cosine(a, b):
        norm = length(a) * length(b)
        return sum(x * b.get(gram, 0) for gram, x in a.items()) / norm if norm else 0

    scores = []
    for source in sources:
        hypothesis = source['sampled'][draw]
        of_reference = [
            np.mean([cosine(vector(hypothesis, n), vector(ids, n)) for n in range(1, 5)]) for ids in source['references']
        ]
        scores.append(10 * float(np.mean(of_reference)))
    return scores


def main():
    assert (sacrebleu.__version__, version('pycocoevalcap')) == ('2.6.0', '1.2')
    rng = random.Random(1805)
    tokens = vocabulary(rng)
    sources = segments(rng, len(tokens))
    text = lambda ids: ' '.join(tokens[id] for id in ids)
    scores = []
    for draw in range(DRAWS):
        pairs = [(source['sampled'][draw], source['references']) for source in sources]
        scores.append({
            'single': [bleu(ids, references[:1]) for ids, references in pairs],
            'merged': [bleu(ids, references) for ids, references in pairs],
            'mean': [float(np.mean([bleu(ids, [one]) for one in references])) for ids, references in pairs],
            'max': [max(bleu(ids, [one]) for one in references) for ids, references in pairs],
            'addOne': [add_one(ids, references[0]) for ids, references in pairs],
            'characters': [add_one(text(ids), text(references[0])) for ids, references in pairs],
            'ciderD': cider_d(sources, draw),
            'cider': cider(sources, draw),
        })
    made = {'sacrebleu': sacrebleu.__version__, 'pycocoevalcap': version('pycocoevalcap'), 'numpy': np.__version__}
    data = json.dumps({'madeWith': made, 'tokens': tokens, 'sources': sources, 'scores': scores}, separators=(',', ':'))
    path = ROOT / 'test/fixtures/objective/rewards.json.gz'
    path.write_bytes(gzip.compress(data.encode(), 9, mtime=0))
    print(len(sources) * DRAWS, 'segments', path.stat().st_size, 'bytes')


main()
