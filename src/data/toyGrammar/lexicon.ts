import { RandomSequence } from '../random.ts';

export type Gender = 'a' | 'o';

export interface Noun {
  english: string;
  stem: string;
  gender: Gender;
  animate: boolean;
}

export interface Verb {
  english: string;
  /** The invented language has two verbs for each English one: what is done to somebody, and to something. */
  stems: { animate: string; inanimate: string };
}

export interface Word {
  english: string;
  stem: string;
}

/** Words of the invented language: two syllables and a consonant, no word twice. The same in every program. */
const sounds = new RandomSequence(1, 'toy-grammar lexicon');
const taken = new Set<string>();

function newStem(): string {
  const syllable = () => sounds.pick([...'bdfgklmnprstvz']) + sounds.pick([...'aeiou']);
  const stem = syllable() + syllable() + sounds.pick([...'dklmnrst']);
  if (taken.has(stem)) return newStem();
  taken.add(stem);
  return stem;
}

const wordsOf = (text: string): Word[] => text.split(' ').map((english) => ({ english, stem: newStem() }));

const nounsOf = (text: string, animate: boolean): Noun[] =>
  wordsOf(text).map((word) => ({ ...word, animate, gender: sounds.chance(0.5) ? 'a' : 'o' }));

/** The nouns take turns, so that the frequent ones at the front are of both kinds. */
const animates = nounsOf(
  'dog cat girl boy teacher horse farmer bird king doctor cow painter sailor lion nurse frog',
  true,
);
const things = nounsOf('house tree car book table river boat garden door chair cup bridge tower hat road ball', false);

/** More frequent words first, here and below. */
export const nouns: Noun[] = animates.flatMap((noun, index) => [noun, things[index]]);

export const verbs: Verb[] = wordsOf('follow help watch paint pull clean kick lift touch visit want find').map(
  ({ english, stem }) => ({ english, stems: { animate: stem, inanimate: newStem() } }),
);

export const adjectives = wordsOf('red small old green big young white quiet blue strong black happy round slow dark');
export const prepositions = wordsOf('near behind under with before');
export const numbers = wordsOf('two three four five six seven');

/** Each has two translations that mean the same; which one is used is chance, so no model translates them all. */
export const adverbs = wordsOf('today often here never soon').map(({ english, stem }) => ({
  english,
  stems: [stem, newStem()] as const,
}));
