import type { RandomSequence } from '../random.ts';

/** What a place in a sentence's pattern stands for. Upper case: an entity of that type. */
export type Slot = 'PER' | 'LOC' | 'ORG' | 'MISC' | 'month' | 'number' | 'role';

const firstNames = [
  ...['Anna', 'Boris', 'Clara', 'David', 'Elena', 'Felix', 'Greta', 'Hugo', 'Irena', 'Jonas', 'Katja', 'Leon', 'Mira'],
  ...['Nadia', 'Oskar', 'Paula', 'Rafael', 'Sonja', 'Tomas', 'Ulrike', 'Viktor', 'Wanda', 'April', 'May', 'August'],
];
const stems = [
  ...['Lind', 'Stein', 'Berg', 'Wald', 'Hal', 'Nor', 'Sund', 'Kron', 'Brant', 'Fal', 'Grun', 'Har', 'Kess', 'Lor'],
  ...['Mar', 'Old', 'Rasm', 'Sel', 'Torv', 'Vest', 'Win', 'Aldr', 'Born', 'Dahl', 'Eck', 'Fries', 'Gold', 'Hem'],
];
const endings = ['holm', 'ov', 'feld', 'mann', 'quist', 'dorf', 'stad', 'berg', 'by', 'ham', 'mouth', 'stein'];
const regions = ['North', 'South', 'East', 'West', 'Upper', 'Lower', 'New', 'Port'];
const companies = ['Bank', 'Motors', 'Airlines', 'Steel', 'Group', 'Press', 'Foods', 'Telecom'];
const clubs = ['United', 'Rovers', 'City', 'Athletic'];
const months = ['March', 'April', 'May', 'August', 'October', 'November'];
const roles = ['president', 'minister', 'coach', 'analyst', 'spokeswoman', 'captain', 'judge'];

/** Surnames and places are made alike: only what stands around them tells which is which. */
const name = (random: RandomSequence): string => random.pick(stems, 0.5) + random.pick(endings, 0.5);

const person = (random: RandomSequence): string =>
  random.chance(0.6) ? `${random.pick(firstNames, 0.4)} ${name(random)}` : name(random);

const place = (random: RandomSequence): string =>
  random.chance(0.2) ? `${random.pick(regions)} ${name(random)}` : name(random);

function organisation(random: RandomSequence): string {
  const kind = random.next();
  if (kind < 0.45) return `${name(random)} ${random.pick(companies, 0.5)}`;
  if (kind < 0.7) return `${name(random)} ${random.pick(clubs)}`;
  if (kind < 0.85) return `University of ${place(random)}`;
  return `Bank of ${place(random)}`;
}

const miscellany = (random: RandomSequence): string =>
  random.chance(0.7) ? `${random.pick(stems, 0.5)}ian` : `${name(random)} Cup`;

/** The words of a slot. */
export const fillSlot: Record<Slot, (random: RandomSequence) => string> = {
  PER: person,
  LOC: place,
  ORG: organisation,
  MISC: miscellany,
  month: (random) => random.pick(months),
  number: (random) => String(1 + Math.floor(random.next() * 90)),
  role: (random) => random.pick(roles),
};

export const isEntity = (slot: Slot): boolean => /^[A-Z]+$/.test(slot);
