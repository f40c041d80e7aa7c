import type { RandomSequence } from '../../random.ts';
import type { Relation, Scene, Thing } from './scene.ts';

/** Words for the same, the usual ones first. */
const nouns: Record<Thing['shape'], readonly string[]> = {
  circle: ['circle', 'disc', 'dot'],
  square: ['square', 'box'],
  triangle: ['triangle'],
  cross: ['cross', 'plus sign'],
  ring: ['ring', 'hoop'],
};
const sizes = { large: ['large', 'big', 'huge'], small: ['small', 'little', 'tiny'] } as const;
const places: Record<Relation, readonly string[]> = {
  left: ['to the left of', 'left of'],
  right: ['to the right of', 'right of'],
  above: ['above', 'over', 'on top of'],
  below: ['below', 'under', 'beneath'],
};
const opposites: Record<Relation, Relation> = { left: 'right', right: 'left', above: 'below', below: 'above' };

/** How a sentence may begin, and what it says before the place. */
const openings = ['', '', 'there is ', 'we see ', 'a picture of '] as const;
const verbs = ['', '', ' is', ' sits'] as const;

/** One thing that somebody might say of a scene: words vary, and either thing may come first. */
export function describeScene({ first, second, relation }: Scene, random: RandomSequence): string {
  const turned = random.chance(0.35);
  const [subject, object] = turned ? [second, first] : [first, second];
  const place = random.pick(places[turned ? opposites[relation] : relation], 1);
  const opening = random.pick(openings);
  const verb = opening === '' ? random.pick(verbs) : '';
  const sentence = `${opening}${phrase(subject, random)}${verb} ${place} ${phrase(object, random)}`;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function phrase({ shape, colour, large }: Thing, random: RandomSequence): string {
  const size = random.chance(0.7) ? [random.pick(large ? sizes.large : sizes.small, 1)] : [];
  const words = [...size, colour, random.pick(nouns[shape], 1.5)];
  return `${/^[aeiou]/.test(words[0] as string) ? 'an' : 'a'} ${words.join(' ')}`;
}
