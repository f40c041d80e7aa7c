"""Remakes what the metrics of captioning are tested against, with pycocoevalcap itself.

    pip install pycocoevalcap==1.2
    python test/oracles/coco_fixture.py            # needs java on the PATH

Written with Python 3.11.7, pycocoevalcap 1.2 (Stanford CoreNLP 3.4.1, METEOR 1.5), NumPy 2.4.6 and OpenJDK 17. It writes
test/fixtures/metrics/coco.json.gz: lines and noise with their PTB tokens, and corpora of generated captions with their
scores of BLEU, ROUGE-L, CIDEr and METEOR, of the corpus and of each segment.
"""

import gzip
import json
import random
from pathlib import Path

from coco_ptb import ptb_lines, without_punctuation
from pycocoevalcap.bleu.bleu import Bleu
from pycocoevalcap.cider.cider import Cider
from pycocoevalcap.meteor.meteor import Meteor
from pycocoevalcap.rouge.rouge import Rouge

ROOT = Path(__file__).resolve().parents[2]

PEOPLE = 'man woman boy girl child dog cat horse bird person group couple player skier surfer chef police-officer ten-year-old'.split()
THINGS = "bike skateboard T-shirt ball frisbee hot-dog pizza umbrella kite laptop book guitar truck bench table fire-hydrant cell-phone sign".split()
PLACES = "street park beach kitchen field room river snow city market U.S. stadium station St.-John's library yard".split()
COLOURS = 'red blue green yellow black white brown dark-blue colourful small large old 3-wheeled'.split()
ACTIONS = 'riding holding eating watching throwing carrying sitting-on standing-by looking-at jumping-over'.split()
SIGNS = list("aabbcsdtnmAMBS0159..,;:!?''\"\"--_/&+#@$%()<>=   ’‘“”é½£€")
WRITTEN = Path(__file__).with_name('coco_lines.txt').read_text(encoding='utf-8').split('\n')[:-1]


def pieces():
    return sorted({piece for line in WRITTEN for piece in line.split(' ') if piece})


def hard_lines(rng):
    """Lines of what captions hold that is hard to tokenize: as written, piece by piece, and between plain words."""
    plain = [*PEOPLE, *THINGS, *PLACES, *COLOURS, 'A', 'The', 'In', 'is', 'with', 'near']
    hard = pieces()

    def sentence():
        words = [rng.choice(hard if rng.random() < 0.3 else plain) for _ in range(rng.randint(1, 12))]
        return ' '.join(words) + rng.choice(['', '.', '.', ' .', '!', '...', '"'])

    return [*WRITTEN, *hard, *(sentence() for _ in range(1200))]


def noise(rng):
    """What no caption holds: pieces glued together, and signs at random."""
    hard = pieces()
    glued = [''.join(rng.choice(hard if rng.random() < 0.5 else SIGNS) for _ in range(rng.randint(1, 4))) for _ in range(900)]
    return [*glued, *(''.join(rng.choice(SIGNS) for _ in range(rng.randint(1, 12))) for _ in range(900))]


def caption(rng, scene):
    """One of the ways in which a scene can be told of."""
    person, thing, place, colour, action = scene
    noun = f'{colour} {thing}' if rng.random() < 0.6 else thing
    who = rng.choice([f'A {person}', f'The {person}', f'Two {person}s', f'There is a {person}', f"A {person}'s friend", f'a young {person}'])
    verb = rng.choice([f'is {action}', action, f"isn't {action}", f'{action} and {rng.choice(ACTIONS)}']).replace('-', rng.choice([' ', ' ', '-']))
    where = rng.choice(['', f' in the {place}', f' in a {place}', f', near the {place}', f' ({place})', f' at the "{place}"'])
    return f'{who} {verb} a {noun}{where}{rng.choice([".", ".", "", " .", "!", "..."])}'


def corrupt(rng, text):
    words = []
    for word in text.split(' '):
        action = rng.random()
        words.extend([] if action < 0.06 else [word, word] if action < 0.1 else [rng.choice(THINGS + PLACES)] if action < 0.2 else [word])
    return ' '.join(words)


def corpus(rng, size, most):
    scenes = [[rng.choice(pool) for pool in (PEOPLE, THINGS, PLACES, COLOURS, ACTIONS)] for _ in range(size)]
    references = [[caption(rng, scene) for _ in range(rng.randint(1, most))] for scene in scenes]
    hypotheses = []
    for scene, own in zip(scenes, references):
        kind = rng.random()
        text = '' if kind < 0.01 else own[0] if kind < 0.06 else caption(rng, rng.choice(scenes)) if kind < 0.15 else corrupt(rng, caption(rng, scene))
        hypotheses.append(text)
    return hypotheses, references


def nasty_corpus(rng, lines):
    """Lines that are hard to tokenize, also such that nothing remains of."""
    references = [[line, rng.choice(lines), corrupt(rng, line)][: rng.randint(1, 3)] for line in lines]
    return [corrupt(rng, line) for line in lines], references


def corpora(lines):
    rng = random.Random(20261)
    return {
        'captions': corpus(rng, 2000, 5),
        'single': corpus(rng, 400, 1),
        'five': (lambda c: (c[0], [(own * 5)[:5] for own in c[1]]))(corpus(rng, 300, 5)),
        'nasty': nasty_corpus(rng, lines),
        'tiny': corpus(rng, 3, 3),
        'one': corpus(rng, 1, 2),
        'empty': (['', '.', 'a'], [['a dog'], ['a', '!'], ['']]),
    }


def with_tokens(lines):
    return [[line, without_punctuation(tokens)] for line, tokens in zip(lines, ptb_lines(lines))]


def tokenized(hypotheses, references):
    flat = ptb_lines([*hypotheses, *(text for own in references for text in own)])
    texts = iter(without_punctuation(line) for line in flat)
    res = {i: [next(texts)] for i in range(len(hypotheses))}
    return {i: [next(texts) for _ in own] for i, own in enumerate(references)}, res


def meteor_of(gts, res):
    meteor = Meteor()
    score, segments = meteor.compute_score(gts, res)
    return {'score': score, 'segments': segments}


def scored(name, hypotheses, references):
    gts, res = tokenized(hypotheses, references)
    bleu, bleu_segments = Bleu(4).compute_score(gts, res, verbose=0)
    scores = {f'bleu-{n + 1}': {'score': bleu[n], 'segments': bleu_segments[n]} for n in range(4)}
    for metric, scorer in (('rouge-l', Rouge()), ('cider', Cider())):
        score, segments = scorer.compute_score(gts, res)
        scores[metric] = {'score': float(score), 'segments': [float(one) for one in segments]}
    # Beyond ASCII, what METEOR reads depends on the locale that it is started in.
    if name in ('captions', 'single', 'tiny'):
        scores['meteor'] = meteor_of(gts, res)
    return {'hypotheses': hypotheses, 'references': references, 'scores': scores}


def main():
    rng = random.Random(20262)
    lines = hard_lines(rng)
    fixture = {
        'lines': with_tokens(lines),
        'noise': with_tokens(noise(rng)),
        'corpora': {name: scored(name, *texts) for name, texts in corpora(rng.sample(lines, 600)).items()},
    }
    target = ROOT / 'test/fixtures/metrics/coco.json.gz'
    data = json.dumps(fixture, ensure_ascii=False, separators=(',', ':')).encode('utf-8')
    target.write_bytes(gzip.compress(data, 9, mtime=0))
    print(target, target.stat().st_size)


if __name__ == '__main__':
    main()
