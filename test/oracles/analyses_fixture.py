"""Remakes what analyses are tested against.

    pip install compare-mt==0.2.10 six sacrebleu==2.6.0 numpy==2.4.6
    python test/oracles/analyses_fixture.py

Written with Python 3.11.7. It writes test/fixtures/analyses/analyses.json.gz: sources, two references, outputs and a
training text of made-up words, confidences with their correctness, and
  buckets      precision and recall of words by their count in the training text (compare-mt's FreqWordBucketer)
  lengths      BLEU by the number of a source's words (compare-mt's LengthSentenceBucketer and BleuScorer; every output has
               four words or more, since compare-mt counts an n-gram in a shorter one)
  splits       BLEU of the thirds by mean count of source words (NumPy and sacreBLEU)
  precisions   n-gram precisions by sacreBLEU; recalls, distinct-n and repeated n-grams are written out here
  calibration  expected and maximum calibration error in 15 bins of equal width and of equal mass (NumPy)
"""

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
import sacrebleu
from compare_mt.bucketers import FreqWordBucketer, LengthSentenceBucketer
from compare_mt.scorers import BleuScorer

ROOT = Path(__file__).resolve().parents[2]
SEGMENTS, TRAINING, VOCABULARY, TOKENS, BINS = 400, 900, 600, 6000, 15


def corpora(rng):
    """Words of rank r with probability 1/(r+1); outputs leave out, replace and repeat words of the first reference."""
    words = [f'w{rank}' for rank in range(VOCABULARY)]
    weights = [1 / (rank + 1) for rank in range(VOCABULARY)]

    def sentence(length):
        return rng.choices(words, weights, k=length)

    def corrupted(sentence):
        changed = []
        for word in sentence:
            chance = rng.random()
            if chance < 0.08:
                continue
            changed.append(rng.choice(words[:20]) if chance < 0.25 else word)
            if chance > 0.95:
                changed.append(word)
        return changed + words[: max(0, 4 - len(changed))]

    sources = [sentence(rng.randint(4, 70)) for _ in range(SEGMENTS)]
    first = [sentence(max(4, len(source) + rng.randint(-3, 3))) for source in sources]
    return {
        'training': [sentence(rng.randint(4, 40)) for _ in range(TRAINING)],
        'sources': sources,
        'references': [first, [corrupted(words) for words in first]],
        'outputs': [corrupted(words) for words in first],
    }


def grams(words, n):
    return [tuple(words[at : at + n]) for at in range(len(words) - n + 1)]


def ngrams(outputs, references):
    joined = [[' '.join(words) for words in text] for text in references]
    precisions = sacrebleu.corpus_bleu([' '.join(words) for words in outputs], joined, tokenize='none').precisions
    recalls, repeated = [], []
    for n in range(1, 5):
        common = whole = again = total = 0
        for at, output in enumerate(outputs):
            own = Counter(grams(output, n))
            for text in references:
                counts = Counter(grams(text[at], n))
                common += sum((own & counts).values())
                whole += sum(counts.values())
            again += sum(own.values()) - len(own)
            total += sum(own.values())
        recalls.append(common / whole)
        repeated.append(again / total)

    def distinct(text, n):
        every = [gram for words in text for gram in grams(words, n)]
        return len(set(every)) / len(every)

    return {
        'precisions': [precision / 100 for precision in precisions],
        'recalls': recalls,
        'repeated': repeated,
        'distinct': [distinct(outputs, 1), distinct(outputs, 2)],
        'distinctReferences': [distinct(references[0], 1), distinct(references[0], 2)],
    }


def splits(training, sources, outputs, references):
    counts = Counter(word for words in training for word in words)
    frequency = np.array([np.mean([counts[word] for word in words]) for words in sources])
    order = np.argsort(-frequency, kind='stable')
    parts = [order[: round(SEGMENTS / 3)], order[round(SEGMENTS / 3) : round(2 * SEGMENTS / 3)], order[round(2 * SEGMENTS / 3) :]]
    text = lambda lines, part: [' '.join(lines[at]) for at in part]
    return [
        {
            'segments': len(part),
            'frequency': float(frequency[part].mean()),
            'bleu': sacrebleu.corpus_bleu(text(outputs, part), [text(each, part) for each in references]).score,
        }
        for part in parts
    ]


def errors(bins, confidence, correct):
    gaps = [(len(bin), abs(correct[bin].mean() - confidence[bin].mean())) for bin in bins if len(bin) > 0]
    return {'ece': sum(n * gap for n, gap in gaps) / len(confidence), 'mce': max(gap for _, gap in gaps)}


def calibration(rng):
    confidence = np.array([round(max(1e-4, 1 - rng.random() ** 2), 5) for _ in range(TOKENS)])
    correct = np.array([float(rng.random() < max(0, value - 0.1)) for value in confidence])
    edges = np.arange(BINS + 1) / BINS
    place = np.digitize(confidence, edges, right=True) - 1
    wide = [np.flatnonzero(place == bin) for bin in range(BINS)]
    massed = np.array_split(np.argsort(confidence, kind='stable'), BINS)
    return {
        'confidence': confidence.tolist(),
        'correct': correct.tolist(),
        'equalWidth': errors(wide, confidence, correct),
        'equalMass': errors(massed, confidence, correct),
    }


def main():
    rng = random.Random(20)
    text = corpora(rng)
    references, outputs = text['references'], text['outputs']
    by_count = FreqWordBucketer(freq_data=text['training'])
    matches = by_count.calc_statistics(references[0], [outputs])[0][0]
    by_length = LengthSentenceBucketer()
    # Its buckets are of the reference's length: the source stands in the reference's place, and the reference beside.
    lengths = [by_length.calc_bucket(None, ref=source) for source in text['sources']]
    bleu = BleuScorer()
    found = []
    for bucket in range(len(by_length.bucket_strs)):
        members = [at for at, length in enumerate(lengths) if length == bucket]
        score = bleu.score_corpus([references[0][at] for at in members], [outputs[at] for at in members])[0]
        found.append({'segments': len(members), 'bleu': float(score)})
    fixture = {
        **{name: [' '.join(words) for words in text[name]] for name in ('training', 'sources', 'outputs')},
        'references': [[' '.join(words) for words in each] for each in references],
        'buckets': [{'recall': float(recall), 'precision': float(precision)} for _, _, _, recall, precision, _ in matches],
        'lengths': found,
        'splits': splits(text['training'], text['sources'], outputs, references),
        'ngrams': ngrams(outputs, references),
        'calibration': calibration(rng),
    }
    path = ROOT / 'test/fixtures/analyses/analyses.json.gz'
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, 'wb') as file:
        file.write(gzip.compress(json.dumps(fixture, separators=(',', ':')).encode(), mtime=0))


if __name__ == '__main__':
    main()
