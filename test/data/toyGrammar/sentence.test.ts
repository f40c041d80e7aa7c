import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RandomSequence } from '../../../src/data/random.ts';
import { adjectives, adverbs, nouns, numbers, prepositions, verbs } from '../../../src/data/toyGrammar/lexicon.ts';
import { sentencePair } from '../../../src/data/toyGrammar/sentence.ts';

const random = new RandomSequence(1, 'toy-grammar');
const pairs = Array.from({ length: 3000 }, () => sentencePair(random));

/** Every form of an English verb. `found` is the one irregular form. */
const verbForms = new Map(
  verbs.flatMap((verb) => ['', 's', 'es', 'ed'].map((ending) => [verb.english + ending, verb] as const)),
);
verbForms.set('found', verbs.find(({ english }) => english === 'find')!);

/** The ending that a noun, its adjectives and its article share, by a table of its own. */
const endings = ['a', 'o', 'ai', 'oi'].flatMap((base) => [base, `${base}n`, `${base}m`]);

test('the first sentences of a seed never change', () => {
  const first = new RandomSequence(1, 'toy-grammar');
  assert.deepEqual(
    Array.from({ length: 3 }, () => sentencePair(first)),
    [
      {
        source: 'the green red tables did not follow the big cows behind a river.',
        target: 'salokoi neranoi relokoi loi leraram zomos lemoroin zetetoin loin ni tipidutes.',
      },
      {
        source: 'seven slow boys did not follow the strong kings near the farmers.',
        target: 'zinis bofarai milisai riletoim loim lomus nodenoin tugidoin loin ni tipidutes.',
      },
      {
        source: 'some red books watched the white dog.',
        target: 'modedai relokai zupimon gidekon lon kalakutes.',
      },
    ],
  );
});

test('no word stands for two', () => {
  const stems = [
    ...[...nouns, ...adjectives, ...prepositions, ...numbers].map(({ stem }) => stem),
    ...verbs.flatMap(({ stems }) => Object.values(stems)),
    ...adverbs.flatMap(({ stems }) => stems),
  ];
  assert.equal(new Set(stems).size, stems.length);
});

test('the verb stands at the end, is chosen by the object and agrees with the subject', () => {
  for (const { source, target } of pairs) {
    const words = source.slice(0, -1).split(' ');
    const at = words.findIndex((word) => verbForms.has(word));
    const verb = verbForms.get(words[at]);
    assert.ok(verb, source);
    const isNoun = (word: string) => nouns.find(({ english }) => word === english || word === `${english}s`);
    const [subject] = words.slice(0, at).filter(isNoun);
    const object = isNoun(words.slice(at).find(isNoun) ?? '');
    const last = target.slice(0, -1).split(' ').at(-1) ?? '';
    const stem = verb.stems[object?.animate ? 'animate' : 'inanimate'];
    const isPast = words.includes('did') || /ed$|^found$/.test(words[at]);
    assert.equal(last, `${stem}${isPast ? 'ut' : ''}e${subject.endsWith('s') ? 's' : ''}`, `${source} → ${target}`);
    assert.equal(target.includes(' ni '), words.includes('not'));
  }
});

test('nouns, adjectives and articles agree', () => {
  const isEnding = (ending: string) => endings.includes(ending);
  for (const { target } of pairs) {
    let ending = '';
    for (const word of target.slice(0, -1).split(' ')) {
      const noun = nouns.find(({ stem }) => word.startsWith(stem) && isEnding(word.slice(stem.length)));
      const adjective = adjectives.find(({ stem }) => word.startsWith(stem) && isEnding(word.slice(stem.length)));
      if (noun) {
        ending = word.slice(noun.stem.length);
        assert.ok(ending.startsWith(noun.gender));
      }
      if (adjective) assert.equal(word.slice(adjective.stem.length), ending, target);
      if (/^l[ao]i?[nm]?$/.test(word)) assert.equal(word.slice(1), ending, target);
    }
  }
});

test('the text is varied, and hardly any sentence comes twice', () => {
  const sources = new Set(pairs.map(({ source }) => source));
  assert.ok(sources.size > 2850, `${sources.size} different of 3000`);
  const lengths = pairs.map(({ target }) => target.split(' ').length);
  assert.ok(Math.min(...lengths) <= 4 && Math.max(...lengths) >= 14);
});
