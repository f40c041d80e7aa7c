import assert from 'node:assert/strict';
import { test } from 'node:test';
import { special } from '../../../src/data/batch.ts';
import { loadTaggingData } from '../../../src/data/tagging/loadTaggingData.ts';
import { joinParts } from '../../../src/data/tagging/taggedSet.ts';
import { taggingFingerprint } from '../../../src/data/tagging/taggingFingerprint.ts';
import { toySentences } from '../../../src/data/toyEntities/toySentences.ts';
import { splitTokens, TokenVocabulary } from '../../../src/data/vocabularies/tokens.ts';
import { vocabularyFromJson } from '../../../src/data/vocabulary.ts';
import { taggingData } from '../../../src/experiment/data/tagging.ts';
import { rejects } from '../rejects.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const folder = temporaryFolder();
const load = (data: object) => loadTaggingData(taggingData.parse(data), { folder: folder.path });
const fingerprint = (data: object) => taggingFingerprint(taggingData.parse(data), { folder: folder.path });

/** Ten sentences; the n-th has n words. */
const content = Array.from({ length: 10 }, (_, n) =>
  Array.from({ length: n + 1 }, (_, at) => `w${at} ${at === 0 ? 'I-A' : at === 1 ? 'B-A' : 'O'}\n`).join(''),
).join('\n');
folder.write('ten.conll', content);
const [most, rest] = [
  { file: 'ten.conll', part: { to: 0.8 } },
  { file: 'ten.conll', part: { from: 0.8 } },
];

test('shares of a file are its sentences in order, each in one of them', async () => {
  const { sets } = await load({ train: most, valid: rest });
  assert.deepEqual(
    sets.train.sentences.map(({ text }) => splitTokens(text).length),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  assert.deepEqual(
    sets.valid.sentences.map(({ text }) => splitTokens(text).length),
    [9, 10],
  );
  await rejects(
    load({ train: { file: 'ten.conll', part: { to: 0.01 } }, valid: rest }),
    /its part has none of the 10 sentences/,
  );
});

test('tags are those of the chosen scheme, words those that are frequent enough', async () => {
  const { sets, source, target, report } = await load({
    train: most,
    valid: rest,
    scheme: 'iobes',
    words: { minimumCount: 3 },
  });
  assert.equal(sets.train.sentences[2]?.tags, 'S-A S-A O');
  assert.deepEqual(target.tokens.slice(special.unk + 1), ['O', 'S-A']);
  assert.deepEqual(source.tokens.slice(special.unk + 1), ['w0', 'w1', 'w2', 'w3', 'w4', 'w5']);
  assert.equal(report.valid.unknownWords, 3 + 4);
});

test('long sentences are read in parts that give the whole when put together', async () => {
  const { sets, report } = await load({ train: most, valid: rest, maxLength: 4 });
  assert.equal(report.train.cut, 4);
  for (const { sources, targets, references, sentences } of [sets.train, sets.valid]) {
    assert.ok(sources.every(({ length }) => length >= 1 && length <= 4));
    assert.deepEqual(
      sources.map(({ length }) => length),
      targets.map(({ length }) => length),
    );
    const joined = joinParts(sentences, references.map(splitTokens));
    assert.deepEqual(
      joined.map((tags) => tags.join(' ')),
      sentences.map(({ tags }) => tags),
    );
  }
});

test('tags that the training text lacks are told, and stay in the references', async () => {
  folder.write('other.conll', 'w0 B-NEW\nw1 O\n\nw0 B-NEW\n');
  const { sets, report } = await load({ train: most, valid: { file: 'other.conll' } });
  assert.deepEqual([...report.valid.unknownTags], [['B-NEW', 2]]);
  assert.equal(sets.valid.references[0], 'B-NEW O');
  assert.equal(sets.valid.targets[0]?.[0], special.unk);
});

test('the fingerprint is of what is read, not of names', async () => {
  folder.write('copy.conll', content);
  const base = await fingerprint({ train: most, valid: rest });
  assert.equal(await fingerprint({ train: { ...most, file: 'copy.conll' }, valid: rest }), base);
  for (const other of [
    { train: { ...most, part: { to: 0.7 } }, valid: rest },
    { train: { ...most, word: 2 }, valid: rest },
    { train: { ...most, scheme: 'iob1' }, valid: rest },
    { train: { ...most, comments: '#' }, valid: rest },
    { train: most, valid: rest, scheme: 'iobes' },
    { train: most, valid: rest, test: rest },
    { train: most, valid: rest, words: { lowercase: true } },
    { train: { file: 'other.conll' }, valid: rest },
  ])
    assert.notEqual(await fingerprint(other), base, JSON.stringify(other));
  await rejects(fingerprint({ train: { file: 'none.conll' }, valid: rest }), /none.conll: no such file/);
  assert.equal((await load({ train: most, valid: rest })).fingerprint, base);
});

test('a vocabulary of tokens: case and digits may not count; what is read back is the same', () => {
  const learned = TokenVocabulary.learn([['In', 'in', '1999', '2024', '<unk>', 'X']], {
    minimumCount: 1,
    lowercase: true,
    anyDigit: true,
  });
  assert.deepEqual(learned.tokens.slice(4), ['0000', 'in', '<unk>', 'x']);
  assert.deepEqual([...learned.encode('IN  1066\tx y')], [5, 4, 7, special.unk]);
  assert.equal(learned.encode('<unk>')[0], 6, 'a word that reads like a special token is a word');
  assert.equal(learned.decode([special.bos, 5, 4, special.eos, special.pad]), 'in 0000');
  const again = vocabularyFromJson(JSON.parse(JSON.stringify(learned.toJSON())));
  assert.deepEqual([again.tokens, [...again.encode('IN 1066')]], [learned.tokens, [5, 4]]);
});

test('generated sentences follow from their seed; entities stand where their words do', async () => {
  const some = toySentences({ sentences: 200, seed: 1 });
  assert.deepEqual(toySentences({ sentences: 50, seed: 1 }), some.slice(0, 50));
  assert.notDeepEqual(toySentences({ sentences: 50, seed: 2 }), some.slice(0, 50));
  const types = new Set(some.flatMap(({ entities }) => entities.map(({ type }) => type)));
  assert.deepEqual([...types].sort(), ['LOC', 'MISC', 'ORG', 'PER']);
  for (const { words, entities } of some)
    for (const { start, end } of entities) assert.match(words.slice(start, end).join(' '), /^[A-Z][a-z]+/);
  const toy = { generate: 'toy-entities', sentences: 20 };
  await rejects(load({ train: toy, valid: toy }), /`valid` and `train` are generated from the same seed, 1/);
});
