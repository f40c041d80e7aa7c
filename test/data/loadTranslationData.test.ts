import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { special } from '../../src/data/batch.ts';
import { dataFingerprint } from '../../src/data/fingerprint.ts';
import { loadTranslationData } from '../../src/data/loadTranslationData.ts';
import type { TranslationDataSpec } from '../../src/experiment/data/translation.ts';
import { UserError } from '../../src/userError.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
folder.write('train.de', 'der Hund\ndie Katze\nder der Hund schläft\nein Haus ein Haus ein Haus\n');
folder.write('train.en', 'the dog\nthe cat\nthe the dog sleeps\na house a house a house\n');
folder.write('valid.de', 'die Maus\nder Hund der Hund der Hund\n');
folder.write('valid.en', 'The  mouse.\nthe dog the dog the dog\n');

const spec: TranslationDataSpec = {
  train: { source: 'train.de', target: 'train.en' },
  valid: { source: 'valid.de', target: 'valid.en' },
  subwords: { kind: 'words', minimumCount: 1 },
  maxLength: 4,
  longSentences: 'skip',
  badLines: 'error',
  tags: 'target',
  temperature: 1,
};
const load = (changes: Partial<TranslationDataSpec> = {}) =>
  loadTranslationData({ ...spec, ...changes }, { folder: folder.path });

test('texts are read, encoded and reported', async () => {
  const { source, target, sets, report } = await load();
  // By frequency in the whole training text, ties in code point order.
  assert.deepEqual(source.tokens.slice(4), ['Haus', 'der', 'ein', 'Hund', 'Katze', 'die', 'schläft']);
  assert.deepEqual(target.tokens.slice(4), ['the', 'a', 'house', 'dog', 'cat', 'sleeps']);
  assert.deepEqual(sets.train.sources, [Int32Array.of(5, 7), Int32Array.of(9, 8), Int32Array.of(5, 5, 7, 10)]);
  assert.deepEqual(sets.train.targets, [Int32Array.of(4, 7), Int32Array.of(4, 8), Int32Array.of(4, 4, 7, 9)]);
  assert.deepEqual(report.train, {
    ...{ read: 4, kept: 3, skipped: { 'too-long': 1 }, firstSkipped: [], truncated: 0 },
    ...{ tokens: { source: 8, target: 8 }, unknown: { source: 0, target: 0 } },
  });
  assert.equal(sets.test, undefined);
});

test('evaluation texts are truncated, never thinned out; references stay as they are', async () => {
  const { sets, report } = await load();
  assert.deepEqual(sets.valid.sources, [Int32Array.of(9, special.unk), Int32Array.of(5, 7, 5, 7)]);
  assert.deepEqual(sets.valid.references, ['The  mouse.', 'the dog the dog the dog']);
  assert.deepEqual(sets.valid.sourceTexts, ['die Maus', 'der Hund der Hund der Hund']);
  assert.deepEqual(report.valid, {
    ...{ read: 2, kept: 2, skipped: {}, firstSkipped: [], truncated: 1 },
    ...{ tokens: { source: 6, target: 7 }, unknown: { source: 1, target: 3 } },
  });
});

test('several language pairs: one vocabulary, the language to translate into before each source', async () => {
  folder.write('train.fr', 'le chien\n');
  folder.write('train-fr.en', 'the dog\n');
  const pairs = {
    'de-en': { source: 'train.de', target: 'train.en' },
    'fr-en': { source: 'train.fr', target: 'train-fr.en' },
    'en-de': { source: 'valid.en', target: 'valid.de' },
  };
  const subwords = { kind: 'bpe', size: 20, joint: true, minimumFrequency: 2 } as const;
  const changes = { train: { pairs }, valid: { pairs: { 'fr-en': pairs['fr-en'] } }, subwords, maxLength: 50 };
  const { source, target, sets, report, fingerprint } = await load(changes);
  assert.equal(source, target);
  const tags = ['<2en>', '<2de>'].map((tag) => source.tokens.indexOf(tag));
  assert.deepEqual(tags, [source.size - 2, source.size - 1]);
  const groups = [...Array(4).fill('de-en'), 'fr-en', 'en-de', 'en-de'];
  assert.deepEqual(sets.train.groups, groups);
  assert.deepEqual(
    sets.train.sources.map(([first]) => first),
    groups.map((pair) => tags[pair === 'en-de' ? 1 : 0]),
  );
  assert.equal(source.decode(sets.valid.sources[0]?.subarray(1) ?? []), 'le chien');
  assert.deepEqual([report.train.read, report.valid.read, sets.valid.groups], [7, 1, ['fr-en']]);

  const both = await load({ ...changes, tags: 'both' });
  assert.deepEqual(both.source.decode(both.sets.valid.sources[0]?.subarray(0, 2) ?? []), '<fr> <2en>');
  assert.equal((await load({ ...changes, tags: 'none' })).source.tokens.at(-1)?.startsWith('<2'), false);
  assert.equal(await dataFingerprint({ ...spec, ...changes }, { folder: folder.path }), fingerprint);
  const renamed = { pairs: { 'fr-de': pairs['fr-en'] } };
  assert.notEqual(await dataFingerprint({ ...spec, ...changes, valid: renamed }, { folder: folder.path }), fingerprint);
});

test('at a temperature, smaller language pairs are repeated', async () => {
  folder.write('train.fr', 'le chien\n');
  folder.write('train-fr.en', 'the dog\n');
  const pairs = {
    'de-en': { source: 'train.de', target: 'train.en' },
    'fr-en': { source: 'train.fr', target: 'train-fr.en' },
  };
  const counts = async (temperature: number) => {
    const { sets } = await load({ train: { pairs }, maxLength: 50, temperature });
    const of = (pair: string) => sets.train.groups?.filter((group) => group === pair).length;
    assert.equal(new Set(sets.train.sourceTexts).size, 5);
    return [of('de-en'), of('fr-en')];
  };
  assert.deepEqual(await counts(1), [4, 1]);
  assert.deepEqual(await counts(2), [4, 2]); // 4·(1/4)^(1/2)
  assert.deepEqual(await counts(1000), [4, 4]);
});

test('long training sentences are truncated where the experiment says so', async () => {
  const { sets, report } = await load({ longSentences: 'truncate' });
  assert.deepEqual(sets.train.sources[3], Int32Array.of(6, 4, 6, 4));
  assert.deepEqual(sets.train.targets[3], Int32Array.of(5, 6, 5, 6));
  assert.deepEqual([report.train.kept, report.train.truncated, report.train.skipped], [4, 1, {}]);
});

test('joint byte-pair encoding is one vocabulary, separate ones are two', async () => {
  const bpe = { kind: 'bpe', size: 20, minimumFrequency: 2 } as const;
  const joint = await load({ subwords: { ...bpe, joint: true }, maxLength: 40 });
  assert.equal(joint.source, joint.target);
  assert.equal(joint.target.decode(joint.sets.train.targets[2]), 'the the dog sleeps');
  const separate = await load({ subwords: { ...bpe, joint: false }, maxLength: 40 });
  assert.notEqual(separate.source, separate.target);
  assert.ok(separate.source.tokens.includes('ä') && !separate.target.tokens.includes('ä'));
});

test('tokenizer.json files are read beside the experiment', async () => {
  const path = `${process.cwd()}/test/fixtures/data/tokenizers`;
  const wordPiece = `${path}/wordPiece.json`;
  const shared = await load({ subwords: { kind: 'tokenizer', source: wordPiece, target: wordPiece }, maxLength: 40 });
  assert.equal(shared.source, shared.target);
  const subwords = { kind: 'tokenizer', source: `${path}/byteLevel.json`, target: wordPiece } as const;
  const separate = await load({ subwords, maxLength: 40 });
  assert.equal(separate.source.decode(separate.sets.train.sources[2]), 'der der Hund schläft');
  await assert.rejects(load({ subwords: { ...subwords, source: 'none.json' } }), /no such file/);
});

test('bad lines: an error at the first, or counted by reason', async () => {
  const source = Buffer.concat([Buffer.from('eins\n\nzw'), Buffer.from([0xff]), Buffer.from('ei\ndrei\nvier\nfünf\n')]);
  folder.write('bad.de', source);
  folder.write('bad.en', 'one\nempty\ntwo\n \t\nfour\n');
  const train = { source: 'bad.de', target: 'bad.en' };
  await assert.rejects(load({ train }), (error) => {
    assert.ok(error instanceof UserError);
    assert.deepEqual(error.position, { file: `${folder.path}/bad.de`, line: 2 });
    assert.equal(error.message, 'the source is empty');
    assert.match(error.fix ?? '', /badLines: skip/);
    return true;
  });
  const { sets, report } = await load({ train, badLines: 'skip' });
  assert.deepEqual(sets.train.references, ['one', 'four']);
  assert.deepEqual(report.train.skipped, { 'empty-sentence': 2, 'invalid-utf8': 1, 'unpaired-line': 1 });
  assert.deepEqual([report.train.read, report.train.kept], [6, 2]);
  const file = folder.path;
  assert.deepEqual(report.train.firstSkipped, [
    `${file}/bad.de:2: the source is empty`,
    `${file}/bad.de:3: the line is not valid UTF-8`,
    `${file}/bad.en:4: the translation is empty`,
    `${file}/bad.de:6: ${file}/bad.en ends after 5 lines, ${file}/bad.de has 6: both need one sentence a line`,
  ]);
});

test('nothing left to train on is an error', async () => {
  folder.write('blank', '\n\n');
  const train = { source: 'blank', target: 'blank' };
  await assert.rejects(
    load({ train, badLines: 'skip' }),
    /no sentences are left of the train text: all 2 lines are bad/,
  );
  await assert.rejects(load({ maxLength: 1 }), /all 4 training examples are longer than 1 tokens/);
});

test('the fingerprint is of the content, not of names or of how it is encoded', async () => {
  const { fingerprint } = await load();
  assert.match(fingerprint, /^[0-9a-f]{64}$/);
  assert.equal(await dataFingerprint(spec, { folder: folder.path }), fingerprint);
  folder.write('copy.de', 'die Maus\nder Hund der Hund der Hund\n');
  const copied = { ...spec, valid: { source: 'copy.de', target: 'valid.en' } };
  assert.equal(await dataFingerprint(copied, { folder: folder.path }), fingerprint);
  folder.write('copy.de', 'die Maus\nder Hund der Hund der Hind\n');
  assert.notEqual(await dataFingerprint(copied, { folder: folder.path }), fingerprint);
  assert.notEqual(await dataFingerprint({ ...spec, test: spec.valid }, { folder: folder.path }), fingerprint);
  const missing = { ...spec, valid: { source: 'none', target: 'none' } };
  await assert.rejects(dataFingerprint(missing, { folder: folder.path }), /no such file/);
});

test('word vectors are those of the target vocabulary, and count in the fingerprint', async () => {
  folder.write('some.vec', '2 2\nthe 1 2\ndog 3 4\n');
  const vectors = { file: 'some.vec', format: 'auto' } as const;
  const [plain, loaded] = [await load(), await load({ vectors })];
  assert.equal(plain.vectors, undefined);
  assert.equal(loaded.vectors?.size, 2);
  assert.deepEqual([...loaded.vectors.present], [0, 0, 0, 0, 1, 0, 0, 1, 0, 0]);
  assert.deepEqual([...loaded.vectors.values.subarray(14, 16)], [3, 4]);
  assert.notEqual(loaded.fingerprint, plain.fingerprint);
  assert.equal(await dataFingerprint({ ...spec, vectors }, { folder: folder.path }), loaded.fingerprint);
  folder.write('some.vec', '2 2\nthe 1 2\ndog 3 5\n');
  assert.notEqual((await load({ vectors })).fingerprint, loaded.fingerprint);
  await assert.rejects(load({ vectors: { ...vectors, file: 'none' } }), /no such file/);
});

test('the fingerprint of files with a stated hash, of columns and of generated text', async () => {
  const bytes = gzipSync('de\ten\nHund\tdog\n');
  folder.write('pairs.tsv.gz', bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { path: 'pairs.tsv.gz', url: 'http://127.0.0.1:9/pairs.tsv.gz', sha256 };
  const tsv = { file, format: 'tsv', source: 'de', target: 'en' } as const;
  const toy = { generate: 'toy-grammar', sentences: 10, seed: 1 } as const;
  const { fingerprint, sets } = await load({ train: tsv, valid: toy });
  assert.deepEqual(sets.train.references, ['dog']);
  assert.equal(sets.valid.references.length, 10);
  const of = (changes: Partial<TranslationDataSpec>) =>
    dataFingerprint({ ...spec, ...changes }, { folder: folder.path });
  assert.equal(await of({ train: { ...tsv, file: { ...file, path: 'not/here/yet' } }, valid: toy }), fingerprint);
  assert.notEqual(await of({ train: { ...tsv, source: 'en' }, valid: toy }), fingerprint);
  assert.notEqual(await of({ train: tsv, valid: { ...toy, seed: 2 } }), fingerprint);
});

test('generated texts must not share a seed', async () => {
  const toy = (seed: number) => ({ generate: 'toy-grammar', sentences: 10, seed }) as const;
  await assert.rejects(load({ train: toy(1), valid: toy(2), test: toy(1) }), {
    message: 'the generated texts train and test have the same seed, 1, and so the same sentences',
    fix: 'Give `test` another `seed`.',
  });
});

test('progress names the stages', async () => {
  const stages = new Set<string>();
  const subwords = { kind: 'bpe', size: 3, minimumFrequency: 2, joint: true } as const;
  const progress = ({ stage, name }: { stage: string; name: string }) => void stages.add(`${stage} ${name}`);
  await loadTranslationData({ ...spec, subwords, maxLength: 40 }, { folder: folder.path, progress });
  assert.deepEqual(
    [...stages],
    [
      ...['reading train', 'reading valid', 'learning subwords source and target'],
      ...['encoding train', 'encoding valid'],
    ],
  );
});

test('what a large text was made into is kept, and made anew where it is damaged or something has changed', async () => {
  const before = process.env.SMOOTHING_LAB_CACHE;
  process.env.SMOOTHING_LAB_CACHE = join(folder.path, 'cache');
  try {
    const lines = Array.from({ length: 6_000 }, (_, index) => `wort ${index % 97} und ${'mehr '.repeat(index % 5)}`);
    folder.write('large.de', `${lines.join('\n')}\n`);
    folder.write('large.en', `${lines.join('\n')}\n`);
    const large = {
      maxLength: 60,
      train: { source: 'large.de', target: 'large.en' },
      subwords: { kind: 'bpe', size: 50, joint: false, minimumFrequency: 2 },
    } as const;
    const stages: string[] = [];
    const loadLarge = async (changes: Partial<TranslationDataSpec> = {}) => {
      stages.length = 0;
      const options = { folder: folder.path, progress: ({ stage }: { stage: string }) => void stages.push(stage) };
      return await loadTranslationData({ ...spec, ...large, ...changes }, options);
    };
    const made = await loadLarge();
    assert.ok(stages.includes('encoding'));
    const kept = await loadLarge();
    assert.equal(stages.length, 0);
    assert.deepEqual(kept, { ...made, source: kept.source, target: kept.target });
    assert.deepEqual([kept.source.toJSON(), kept.target.toJSON()], [made.source.toJSON(), made.target.toJSON()]);
    assert.deepEqual(kept.source.encode('wort 96 neu'), made.source.encode('wort 96 neu'));
    await loadLarge({ maxLength: 3 });
    assert.ok(stages.includes('encoding'), 'other settings are other data');
    const cache = join(folder.path, 'cache', 'data');
    for (const name of readdirSync(cache)) {
      const bytes = readFileSync(join(cache, name));
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
      writeFileSync(join(cache, name), bytes);
    }
    assert.deepEqual((await loadLarge()).sets, made.sets);
    assert.ok(stages.includes('encoding'), 'a damaged file is not believed');
  } finally {
    if (before === undefined) delete process.env.SMOOTHING_LAB_CACHE;
    else process.env.SMOOTHING_LAB_CACHE = before;
  }
});
