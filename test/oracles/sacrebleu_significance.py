"""Remakes test/fixtures/metrics/significance.json.gz: paired tests by sacreBLEU 2.6.0 (numpy's draws among them).

    pip install sacrebleu==2.6.0
    node dist/cli.js run test/oracles/significance.experiment.yaml --runs RUNS
    python test/oracles/sacrebleu_significance.py RUNS

The first systems are the runs' translations of the test text; the first of them is the baseline. `few` holds each draw
with the scores on it, so that equal draws can be checked to give equal figures; `many` has sacreBLEU's default counts.
"""
import base64
import gzip
import json
import pathlib
import sys

import numpy as np
import sacrebleu
from sacrebleu.metrics import BLEU, CHRF
from sacrebleu.significance import PairedTest

FIXTURE = pathlib.Path(__file__).parent.parent / 'fixtures/metrics/significance.json.gz'
SEED = 12345  # sacreBLEU's own
FEW = {'bs': 100, 'ar': 100}
MANY = {'bs': 1000, 'ar': 10000}


def read_systems(runs):
    systems, references = {}, None
    for folder in sorted(pathlib.Path(runs).glob('*/*'), key=lambda path: ('mle' not in path.name, path.name)):
        manifest = json.loads((folder / 'manifest.json').read_text())
        samples = [json.loads(line) for line in (folder / 'samples.jsonl').read_text().splitlines()]
        tested = [s for s in samples if s['split'] == 'test' and s['origin'] != 'reference']
        tested.sort(key=lambda sample: sample['example'])
        systems[f"{manifest['variant']} {manifest['seed']}"] = [s['text'] for s in tested]
        references = [s['reference'] for s in tested]
    return systems, references


def p_values(systems, references, metrics, test, count):
    named = list(systems.items())
    _, scores = PairedTest(named, metrics, [references], test_type=test, n_samples=count)()
    return {name: [result.p_value for result in results[1:]] for name, results in scores.items() if name != 'System'}


def packed(array):
    return base64.b64encode(array.tobytes()).decode()


def score_rows(metric, rows):
    return [metric._compute_score_from_stats(list(row)).score for row in rows]


def draws(systems, references, metrics):
    """The draws that sacreBLEU makes, and the scores that it gets on them (significance.py: _paired_bs_test, _paired_ar_test)."""
    size = len(references)
    resamples = np.random.default_rng(SEED).choice(size, size=(FEW['bs'], size), replace=True)
    kept = np.random.default_rng(SEED).integers(2, size=(FEW['ar'], size), dtype=bool)
    result = {
        'resamples': packed(resamples.astype('<u2')),
        'swapped': packed((~kept).astype('u1')),
        'scores': {},
    }
    for name, metric in metrics.items():
        stats = [np.array(metric._extract_corpus_statistics(texts, [references])) for texts in systems.values()]
        result['scores'][name] = {
            'actual': [metric.corpus_score(texts, [references]).score for texts in systems.values()],
            'resampled': [score_rows(metric, of[resamples].sum(1)) for of in stats],
            'shuffled': [
                [score_rows(metric, kept @ stats[0] + ~kept @ of), score_rows(metric, ~kept @ stats[0] + kept @ of)]
                for of in stats[1:]
            ],
        }
    return result


def main():
    assert sacrebleu.__version__ == '2.6.0', sacrebleu.__version__
    systems, references = read_systems(sys.argv[1])
    metrics = {'bleu': BLEU(), 'chrf': CHRF()}
    fixture = {'systems': systems, 'references': references, 'draws': draws(systems, references, metrics)}
    for name, counts in [('few', FEW), ('many', MANY)]:
        fixture[name] = {test: p_values(systems, references, metrics, test, count) for test, count in counts.items()}
    data = json.dumps(fixture, separators=(',', ':'), ensure_ascii=False).encode()
    FIXTURE.write_bytes(gzip.compress(data, 9, mtime=0))
    print({name: fixture[name] for name in ('few', 'many')}, len(data), FIXTURE.stat().st_size)


main()
