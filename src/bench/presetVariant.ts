import { z } from 'zod';
import { type AxisName, axes, variantSchema } from '../experiment/axes.ts';
import { type CorpusName, corpora } from '../experiment/presets/corpora.ts';
import type { WrittenObjective } from '../experiment/presets/preset.ts';
import { presetNames, presets } from '../experiment/presets/registry.ts';
import type { Variant } from '../objective/objective.ts';

/** In one pass, each sentence trains on the gold sequence or the sampled one: no published row, but what one costs. */
const inOnePass = '-stochastic';

/** What is measured: every preset, and Hamming sequences in one pass, alone and with word similarity. */
export const measuredNames: readonly string[] = [
  ...presetNames,
  ...['seq-hamming-V', 'tokseq-hamming-V'].map((name) => name + inOnePass),
];

/** A preset with a corpus's constants and all defaults. A teacher, which files must name, is generated here. */
export function presetVariant(name: string, corpus: CorpusName): Variant {
  const preset = presets[name.replace(inOnePass, '')];
  if (!preset) throw new Error(`there is no preset ${name}`);
  const written = withTeachers(preset.objective(corpora[corpus]));
  const { sequences } = written;
  const mixed = name.endsWith(inOnePass) && sequences ? { sequences: { ...sequences, mix: 'stochastic' } } : {};
  const { data, error } = variantSchema.safeParse({ ...written, ...mixed });
  if (error) throw new Error(z.prettifyError(error));
  return data;
}

function withTeachers(written: WrittenObjective): WrittenObjective {
  const blocks = Object.entries(written).map(([axis, block]) => {
    const methods: Readonly<Record<string, { parameters: { shape: object } }>> = axes[axis as AxisName].methods;
    const takesTeacher = 'teacher' in (methods[block.kind]?.parameters.shape ?? {});
    return [axis, takesTeacher ? { teacher: 'generated', ...block } : block];
  });
  return Object.fromEntries(blocks);
}
