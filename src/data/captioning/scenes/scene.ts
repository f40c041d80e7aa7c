import { RandomSequence } from '../../random.ts';

/** Colours by name, red, green and blue from 0 to 255. */
export const colours = {
  red: [214, 39, 40],
  blue: [31, 89, 200],
  green: [44, 150, 60],
  yellow: [245, 205, 40],
  purple: [140, 60, 170],
  orange: [250, 125, 20],
  black: [25, 25, 25],
} as const satisfies Record<string, readonly [number, number, number]>;

export type Colour = keyof typeof colours;

export const shapes = ['circle', 'square', 'triangle', 'cross', 'ring'] as const;
export type Shape = (typeof shapes)[number];

export const relations = ['left', 'right', 'above', 'below'] as const;
export type Relation = (typeof relations)[number];

/** One thing in a scene; centre and radius in pixels. */
export interface Thing {
  shape: Shape;
  colour: Colour;
  large: boolean;
  x: number;
  y: number;
  radius: number;
}

/** Two things of different colours: the first is left of, right of, above or below the second. */
export interface Scene {
  first: Thing;
  second: Thing;
  relation: Relation;
}

/** Width and height of a picture, in pixels. */
export const side = 48;

/** The scene of that name, whatever other scenes are made. */
export function makeScene(seed: number, name: string): Scene {
  const random = new RandomSequence(seed, `scene ${name}`);
  const relation = random.pick(relations);
  const first = newThing(random);
  let second = newThing(random);
  while (second.colour === first.colour) second = newThing(random);
  const [here, there] = ['left', 'above'].includes(relation) ? [first, second] : [second, first];
  const along = relation === 'left' || relation === 'right' ? 'x' : 'y';
  const across = along === 'x' ? 'y' : 'x';
  // One in each half, with a little room to move; hardly apart the other way.
  here[along] = side / 4 + offset(random, 2);
  there[along] = (3 * side) / 4 + offset(random, 2);
  here[across] = side / 2 + offset(random, 6);
  there[across] = here[across] + offset(random, 3);
  return { first, second, relation };
}

/** A whole number within ±most. */
const offset = (random: RandomSequence, most: number): number => Math.round((2 * random.next() - 1) * most);

function newThing(random: RandomSequence): Thing {
  const large = random.chance(0.5);
  return {
    shape: random.pick(shapes),
    colour: random.pick(Object.keys(colours) as Colour[]),
    large,
    x: 0,
    y: 0,
    radius: large ? 9 : 5,
  };
}
