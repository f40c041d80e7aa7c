import assert from 'node:assert/strict';
import { test } from 'node:test';
import { special } from '../../../src/data/batch.ts';
import type { Facts, SequencesMethod } from '../../../src/objective/method.ts';
import { sequences } from '../../../src/objective/registry.ts';
import { isWithin } from '../../withinTime.ts';
import { batchOf, corpusWith, randomOf } from './corpora.ts';

const kinds = ['hamming', 'bleu-4', 'cider', 'constant'] as const;
const methodOf = (kind: keyof typeof sequences) => sequences[kind] as SequencesMethod;
const parsed = (kind: keyof typeof sequences, given: object) => methodOf(kind).parameters.parse(given) as never;

const random = randomOf('corpus');
const classes = 60;
const word = () => 4 + Math.floor((classes - 4) * random());
const sentence = (length: number) => Array.from({ length }, word);
const sources = Array.from({ length: 40 }, (_, source) =>
  Array.from({ length: 1 + (source % 3) }, (_, one) =>
    source === 7 ? [special.unk, 9, special.unk] : sentence(3 + ((source + one) % 9)),
  ),
);
const values = Float32Array.from({ length: classes * 5 }, () => random() - 0.5);
const corpus = corpusWith(sources, classes, { size: 5, values, present: new Uint8Array(classes).fill(1) });
const examples = Array.from({ length: 30 }, (_, row) => (row * 7) % corpus.targets.length);
const gold = batchOf(
  examples.map((example) => corpus.targets[example]!),
  { rows: 32, length: 14, examples },
);

const sets: Record<(typeof kinds)[number], object[]> = {
  hamming: [{}, { distance: 'batch' }, { replacement: true }, { allowEqual: true }],
  'bleu-4': [
    { scheme: 'eq11' },
    { scheme: 'same-d' },
    { unit: 'char', smoothing: 'add-one' },
    ...['single', 'merged', 'max', 'mean'].map((references) => ({ references })),
  ],
  cider: [{}, { scale: 0.1, clip: false }, { form: 'cider', scheme: 'eq11' }],
  constant: [{}, { scheme: 'same-d' }],
};

for (const kind of kinds) {
  for (const given of sets[kind].flatMap((set) =>
    ['V', 'V-tok', 'Vrefs', 'Vbatch'].map((pool): Record<string, unknown> => ({ pool, ...set })),
  )) {
    test(`${kind} ${JSON.stringify(given)}: what is drawn is what a sample may be`, () => {
      const sampler = methodOf(kind).sampler!(parsed(kind, { temperature: 0.25, samples: 3, ...given }), corpus);
      const draws = sampler.sample(gold, randomOf(kind));
      assert.equal(draws.length, 3);
      const allowed = poolOf(given.pool as string);
      let changed = 0;
      for (const { target, distance, importance, reward } of draws) {
        assert.equal(importance.length, gold.rows);
        assert.ok(importance.every((weight) => weight >= 0 && Number.isFinite(weight)));
        if (kind !== 'hamming') assert.ok(reward!.every((value) => value >= 0 && value <= 10 + 1e-6));
        for (let row = 0; row < gold.rows; row++) {
          let different = 0;
          for (let at = row * gold.length; at < (row + 1) * gold.length; at++) {
            if (target[at] === gold.target[at]) continue;
            different += 1;
            assert.ok(gold.target[at] !== special.eos && gold.target[at] !== special.pad, 'protected');
            assert.ok(allowed(row).has(target[at]!), `${target[at]} is in the pool`);
          }
          assert.equal(distance[row], different);
          changed += different;
        }
      }
      assert.ok(changed > 0);
      assert.deepEqual(sampler.sample(gold, randomOf(kind)), draws, 'equal numbers draw equal sequences');
    });
  }

  test(`${kind}: distances by their closed form sum to 1, and their mean is what is drawn`, () => {
    for (const pool of ['V', 'V-tok', 'Vrefs', 'Vbatch']) {
      // A scheme by which no sequence has its distance from another.
      const given = kind === 'hamming' ? {} : { scheme: 'eq11' };
      const sampler = methodOf(kind).sampler!(
        parsed(kind, { pool, temperature: 0.25, samples: 400, ...given }),
        corpus,
      );
      const distances = sampler.distances!(gold);
      const means = distances.map((chances) => chances.reduce((sum, chance, d) => sum + d * chance, 0));
      for (const chances of distances)
        assert.ok(Math.abs(chances.reduce((sum, chance) => sum + chance, 0) - 1) < 1e-12);
      assert.deepEqual([...distances[31]!], [1], 'a row without example stays');
      const drawn = sampler.sample(gold, randomOf('means'));
      const total = drawn.reduce((sum, { distance }) => sum + distance.reduce((all, d) => all + d, 0), 0) / 400;
      const expected = means.reduce((sum, mean) => sum + mean, 0);
      assert.ok(Math.abs(total / expected - 1) < 0.05, `${pool}: ${total} words replaced, ${expected} expected`);
    }
  });

  test(`${kind}: the choices of published code have no closed form`, () => {
    for (const choice of ['padded', 'replacement', 'allowEqual']) {
      const sampler = methodOf(kind).sampler!(parsed(kind, { [choice]: true }), corpus);
      assert.equal(sampler.distances, undefined, choice);
    }
  });

  test(`${kind}: says what it is, how it enters the loss, and what has no effect`, () => {
    const method = methodOf(kind);
    assert.match(method.reference, /1805\.05062/);
    assert.deepEqual(method.plan!(parsed(kind, { samples: 2, lazy: true })), {
      alpha: 0.4,
      samples: 2,
      lazy: true,
      mix: 'both',
    });
    assert.deepEqual(method.needs!(parsed(kind, { pool: 'V-tok' })), { vectors: 'data' });
    assert.deepEqual(method.needs!(parsed(kind, {})), {});
    const ineffective = (given: object, facts: Facts = {}) => method.withoutEffect!(parsed(kind, given), facts)?.path;
    assert.equal(ineffective({}, { classes: 9800 }), undefined);
    assert.equal(ineffective({ alpha: 0 }), 'alpha');
    assert.equal(ineffective({ temperature: 0.06 }, { classes: 9800 }), 'temperature');
    assert.equal(ineffective({ temperature: 0.063 }, { classes: 9800 }), undefined);
    assert.equal(ineffective({ temperature: 0.06 }), undefined, 'of a vocabulary that is not known yet');
    assert.equal(ineffective({ lazy: true, mix: 'stochastic' }), 'lazy');
    if (kind === 'hamming') return;
    assert.equal(ineffective({ scheme: 'eq11' }), 'samples');
    assert.equal(ineffective({ scheme: 'eq11', samples: 2 }), undefined);
  });
}

/** The words that may be inserted into a row. */
function poolOf(pool: string): (row: number) => Set<number> {
  const words = (ids: Iterable<number>) => new Set([...ids].filter((id) => id > special.unk));
  const batch = words(gold.target);
  const all = words(corpus.tokens.keys());
  return (row) => {
    if (pool === 'Vrefs') return words(corpus.references(gold.examples[row]!).flatMap((reference) => [...reference]));
    return pool === 'Vbatch' ? batch : all;
  };
}

test('the gold sequence alone is the default, and draws nothing', () => {
  assert.equal(Object.keys(sequences)[0], 'none');
  assert.equal(methodOf('none').plan, undefined);
});

test('the defaults are the published ones', () => {
  const { pool, temperature, alpha, samples } = sequences.hamming.parameters.parse({});
  assert.deepEqual({ pool, temperature, alpha, samples }, { pool: 'V', temperature: 0.1, alpha: 0.4, samples: 1 });
  const { rewardTemperature, scheme, clip, references } = sequences['bleu-4'].parameters.parse({});
  assert.deepEqual(
    { rewardTemperature, scheme, clip, references },
    {
      rewardTemperature: 0.5,
      scheme: 'batch-mean',
      clip: true,
      references: 'merged',
    },
  );
});

test('samples are lazy where they stand beside gold: mixed stochastically, each row has logits of its own', () => {
  for (const kind of kinds) {
    const lazy = (mix: string) => methodOf(kind).plan!(parsed(kind, { lazy: true, mix })).lazy;
    assert.deepEqual([lazy('both'), lazy('stochastic')], [true, false], kind);
  }
});

test('words by similarity are asked for only where there are vectors', () => {
  const { vectors: _, ...without } = corpus;
  assert.throws(() => sequences.hamming.sampler!(parsed('hamming', { pool: 'V-tok' }), without), /data\.vectors/);
});

// Processor time, as the thread that makes batches shares the machine with training.
for (const [kind, given, limit] of [
  ['hamming', { pool: 'Vrefs', temperature: 0.3 }, 1],
  ['bleu-4', {}, 2],
  ['cider', {}, 3],
] as const) {
  test(`${kind}: 64 sentences of 20 tokens take less than ${limit} ms`, (context) => {
    const large = 8000;
    const often = () => 4 + Math.floor((large - 4) * random() ** 4);
    const lines = () => Array.from({ length: 2 }, () => Array.from({ length: 19 }, often));
    const text = corpusWith(Array.from({ length: 1500 }, lines), large);
    const sampler = methodOf(kind).sampler!(parsed(kind, given), text);
    const times = Array.from({ length: 150 }, (_, batch) => {
      const examples = Array.from({ length: 64 }, (_, row) => (batch * 64 + row) % text.targets.length);
      const rows = batchOf(
        examples.map((example) => text.targets[example]!),
        { examples },
      );
      const begun = process.cpuUsage().user;
      sampler.sample(rows, random);
      return (process.cpuUsage().user - begun) / 1000;
    });
    const median = times.slice(50).sort((a, b) => a - b)[50]!;
    context.diagnostic(`${median.toFixed(2)} ms`);
    assert.ok(isWithin(limit, median), `${median} ms`);
  });
}
