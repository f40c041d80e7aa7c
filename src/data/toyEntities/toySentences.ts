import type { Entity } from '../conll/tagScheme.ts';
import { RandomSequence } from '../random.ts';
import { fillSlot, isEntity, type Slot } from './names.ts';

/** Raised whenever the same settings would give other sentences. */
export const toyEntitiesVersion = 1;

/**
 * Words, and slots in braces. The last ones do not say of what type their names are: where one of them has a first name,
 * or is a company, the others are of its type.
 */
const patterns = [
  '{PER} said on {number} {month} that {ORG} would leave {LOC} .',
  '{PER} , the {role} of {ORG} , was born in {LOC} .',
  'Shares of {ORG} rose {number} percent in {month} .',
  '{LOC} , {number} {month} : the {MISC} {role} {PER} met {PER} .',
  '{ORG} beat {ORG} {number} to {number} in {LOC} .',
  'The {role} of {LOC} , {PER} , resigned in {month} .',
  'In {LOC} the {MISC} {role} spoke of {number} new jobs at {ORG} .',
  '{ORG} and {ORG} will merge , {PER} told reporters .',
  '{PER} won the {MISC} after {PER} retired .',
  'Rain fell on {LOC} and {LOC} for {number} days .',
  'A {role} from {LOC} joined {ORG} in {month} .',
  'The {MISC} {role} did not answer .',
  'May {PER} and {PER} be right , wrote the {role} .',
  'March past {LOC} , then turn to {LOC} .',
  '{ORG} , based in {LOC} , lost {number} million .',
  'Nobody was hurt , a {role} said .',
  '{number} people work for {ORG} , most of them {MISC} .',
  '{PER} ( {LOC} ) {number} , {PER} ( {LOC} ) {number}',
  ...['PER', 'LOC', 'ORG'].flatMap((type) => [
    `{${type}} and {${type}} were praised .`,
    `It was about {${type}} , {${type}} and {${type}} .`,
    `{${type}} {number} {${type}} {number} {${type}} {number}`,
  ]),
];

/** A few patterns are frequent. */
const zipf = 0.2;

export interface ToySentence {
  words: string[];
  entities: Entity[];
}

/** News about people, places, organisations and the rest. Text of the same seed starts alike. */
export function toySentences({ sentences, seed }: { sentences: number; seed: number }): ToySentence[] {
  const random = new RandomSequence(seed, 'toy-entities');
  return Array.from({ length: sentences }, () => fill(random.pick(patterns, zipf), random));
}

function fill(pattern: string, random: RandomSequence): ToySentence {
  const words: string[] = [];
  const entities: Entity[] = [];
  for (const piece of pattern.split(' ')) {
    const slot = /^\{(\w+)\}$/.exec(piece)?.[1] as Slot | undefined;
    const start = words.length;
    words.push(...(slot ? fillSlot[slot](random).split(' ') : [piece]));
    if (slot && isEntity(slot)) entities.push({ start, end: words.length, type: slot });
  }
  return { words, entities };
}
