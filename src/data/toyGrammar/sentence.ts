import type { RandomSequence } from '../random.ts';
import {
  adjectives,
  adverbs,
  type Gender,
  type Noun,
  nouns,
  numbers,
  prepositions,
  verbs,
  type Word,
} from './lexicon.ts';

export interface SentencePair {
  source: string;
  target: string;
}

/** Nouns, adjectives and articles end by it: the subject, the object, and what follows a preposition. */
type Case = 'subject' | 'object' | 'place';
const caseEndings: Record<Case, string> = { subject: '', object: 'n', place: 'm' };

interface NounPhrase {
  noun: Noun;
  adjectives: Word[];
  /** A number word makes the phrase plural; articles may be either. */
  article: 'the' | 'a' | 'some' | Word;
  plural: boolean;
}

/** A few words are frequent and most are rare. */
const zipf = 0.6;

function nounPhrase(random: RandomSequence): NounPhrase {
  const noun = random.pick(nouns, zipf);
  const count = random.pick([0, 1, 2], 1);
  const described = [...new Set(Array.from({ length: count }, () => random.pick(adjectives, zipf)))];
  if (random.chance(0.2)) return { noun, adjectives: described, article: random.pick(numbers), plural: true };
  const plural = random.chance(0.3);
  return { noun, adjectives: described, article: random.chance(0.6) ? 'the' : plural ? 'some' : 'a', plural };
}

function englishPhrase({ noun, adjectives, article, plural }: NounPhrase): string {
  const start = typeof article === 'string' ? article : article.english;
  return [start, ...adjectives.map(({ english }) => english), noun.english + (plural ? 's' : '')].join(' ');
}

/** Number, noun, adjectives, definite article: all but the number agree in gender, number and case. */
function inventedPhrase({ noun, adjectives, article, plural }: NounPhrase, role: Case): string {
  const ending = agreement(noun.gender, plural, role);
  const words = [noun, ...adjectives].map(({ stem }) => stem + ending);
  if (typeof article !== 'string') words.unshift(article.stem);
  if (article === 'the') words.push(`l${ending}`);
  return words.join(' ');
}

const agreement = (gender: Gender, plural: boolean, role: Case) => gender + (plural ? 'i' : '') + caseEndings[role];

/**
 * One sentence in simplified English and in an invented language. English is subject, verb, object, place, adverb; the
 * invented language is adverb, subject, place, object, verb. Its verbs agree with the subject's number, and which of two
 * verbs stands for the English one depends on the object.
 */
export function sentencePair(random: RandomSequence): SentencePair {
  const [subject, object] = [nounPhrase(random), nounPhrase(random)];
  const verb = random.pick(verbs, zipf);
  const [past, negated] = [random.chance(0.5), random.chance(0.15)];
  const place = random.chance(0.4) ? { preposition: random.pick(prepositions), phrase: nounPhrase(random) } : undefined;
  const adverb = random.chance(0.25) ? random.pick(adverbs) : undefined;

  const english = [
    englishPhrase(subject),
    englishVerb(verb.english, subject.plural, past, negated),
    englishPhrase(object),
  ];
  if (place !== undefined) english.push(place.preposition.english, englishPhrase(place.phrase));
  if (adverb !== undefined) english.push(adverb.english);

  const invented: string[] = [];
  if (adverb !== undefined) invented.push(adverb.stems[random.chance(0.7) ? 0 : 1]);
  invented.push(inventedPhrase(subject, 'subject'));
  if (place !== undefined) invented.push(inventedPhrase(place.phrase, 'place'), place.preposition.stem);
  invented.push(inventedPhrase(object, 'object'));
  if (negated) invented.push('ni');
  const stem = verb.stems[object.noun.animate ? 'animate' : 'inanimate'];
  invented.push(`${stem}${past ? 'ut' : ''}e${subject.plural ? 's' : ''}`);
  return { source: `${english.join(' ')}.`, target: `${invented.join(' ')}.` };
}

function englishVerb(verb: string, plural: boolean, past: boolean, negated: boolean): string {
  if (negated) return `${past ? 'did' : plural ? 'do' : 'does'} not ${verb}`;
  if (verb === 'find' && past) return 'found';
  if (past) return `${verb}ed`;
  if (plural) return verb;
  return /(ch|sh|s)$/.test(verb) ? `${verb}es` : `${verb}s`;
}
