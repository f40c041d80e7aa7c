import type { CaptionSet } from '../data/captioning/captionSets.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import { outputLimits } from '../decoding/outputLimits.ts';
import { pictureInput } from '../decoding/pictureInput.ts';
import type { Values } from '../engine/program.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { MeasuredSet } from './sequenceEvaluation.ts';

interface CaptioningOutputs {
  spec: Pick<SpecOf<'captioning'>, 'data' | 'decoding'>;
  target: Vocabulary;
  /** Places that attention may look at. */
  positions: number;
  read(pictures: readonly number[]): Record<string, Values>;
}

/** How much longer than captions are a sampled output may be before its explanation is cut. */
const sampleRoom = 1.3;

/** Captions of the pictures of a set. Their lengths are a multiple of the longest that the model was trained on. */
export const captioningOutputs =
  ({ spec, target, positions, read }: CaptioningOutputs) =>
  (set: CaptionSet): MeasuredSet => {
    const { pictures, captions } = set;
    const names = new Map(set.sources.map(([picture], example) => [picture as number, set.sourceTexts[example]]));
    const limits = outputLimits(spec.decoding, spec.data.maxLength);
    return {
      over: 'text',
      segments: captions.map((references, segment) => ({
        ...{ source: names.get(pictures[segment] as number) ?? '', reference: references[0] ?? '', references },
      })),
      input: pictureInput({ pictures, positions, limits, read }),
      targets: firstTargets(set),
      text: ({ ids }) => target.decode(ids),
      sampleShape: (rows) => ({
        ...{ rows, source: positions, target: Math.ceil(sampleRoom * spec.data.maxLength) + 1 },
      }),
      sampleSource: ({ rows }) => read(pictures.slice(0, rows)),
    };
  };

/** The first caption of each picture, as ids. */
function firstTargets({ pictures, sources, targets }: CaptionSet): Int32Array[] {
  const first = new Map<number, Int32Array>();
  sources.forEach(([picture], example) => {
    if (!first.has(picture as number)) first.set(picture as number, targets[example] as Int32Array);
  });
  return pictures.map((picture) => first.get(picture) as Int32Array);
}
