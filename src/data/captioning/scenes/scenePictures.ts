import type { ScenesSpec } from '../../../experiment/data/captioning.ts';
import { RandomSequence } from '../../random.ts';
import type { PictureFeatures } from '../features/featureTable.ts';
import type { Picture } from '../picture.ts';
import { describeScene } from './describeScene.ts';
import { drawScene } from './drawScene.ts';
import { makeScene } from './scene.ts';
import { sceneFeatureShapes, sceneFeatures } from './sceneFeatures.ts';

/** Raised whenever the same settings would give other pictures, captions or features. */
export const scenesVersion = 1;

const captionsEach = 5;

/** The pictures of a seed with their captions, training pictures first. More pictures begin with the same ones. */
export function scenePictures({ train, valid, test, seed }: Omit<ScenesSpec, 'generate'>): Picture[] {
  const sets = Object.entries({ train, valid, test } as const) as [Picture['set'], number][];
  return sets.flatMap(([set, count]) =>
    Array.from({ length: count }, (_, number) => {
      const scene = sceneOf(seed, set, number);
      const random = new RandomSequence(seed, `captions of ${set} ${number}`);
      const captions = Array.from({ length: captionsEach }, () => {
        const raw = describeScene(scene, random);
        return { raw, tokens: raw.toLowerCase().replace('.', '').split(' ') };
      });
      return { name: `scene ${set} ${number}`, set, captions };
    }),
  );
}

/** What fixed filters see of these pictures, in the same order. */
export function scenesFeatures({ train, valid, test, seed }: Omit<ScenesSpec, 'generate'>): PictureFeatures {
  const sets = Object.entries({ train, valid, test });
  const places = sets.flatMap(([set, count]) => Array.from({ length: count }, (_, number) => [set, number] as const));
  const seen = places.map(([set, number]) => sceneFeatures(drawScene(sceneOf(seed, set, number))));
  const tables = Object.entries(sceneFeatureShapes).map(([name, shape]) => {
    const own = seen.map((features) => features[name as keyof typeof features]);
    const size = own[0]?.length ?? 0;
    const features = new Float32Array(own.length * size);
    for (const [picture, values] of own.entries()) features.set(values, picture * size);
    return [name, { shape, features, ragged: false }] as const;
  });
  const names = places.map(([set, number]) => `scene ${set} ${number}`);
  return { tables: Object.fromEntries(tables), averages: false, normalise: false, names };
}

/** Scenes of each set are numbered by themselves. */
const sceneOf = (seed: number, set: string, number: number) => makeScene(seed, `${set} ${number}`);
