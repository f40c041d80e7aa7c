import { z } from 'zod';
import type { metrics } from '../metrics/registry.ts';
import { type TaskName, tasks } from '../tasks/registry.ts';
import type { TaskKind } from '../tasks/taskKind.ts';
import { type FileVariant, fileVariantSchema } from './axes.ts';
import { type DecodingSpec, decodingSchema } from './decodingSchema.ts';
import { type Chosen, chosenFrom } from './kinds.ts';
import { metricsSchema } from './metricsSchema.ts';
import { type TrainingSpec, trainingSchema } from './trainingSchema.ts';
import type { Grids } from './variants/grid.ts';

/** Letters as XML names have them, without classes such as \p{L}, which not every reader of the JSON Schema knows. */
const letters =
  'A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd';

const variantName = z
  .string()
  .regex(new RegExp(`^[0-9${letters}][0-9${letters} ._+=()-]{0,63}$`))
  .describe('a name of letters, digits, spaces and . _ + = ( ) -, 64 characters at most');

const variants = z
  .record(variantName, fileVariantSchema.describe('One choice on each axis of the objective'))
  .refine((named) => Object.keys(named).length > 0, {
    params: { code: 'empty', message: 'there are no variants', expected: 'at least one variant, e.g. `mle: {}`' },
  })
  .meta({ minProperties: 1 })
  .describe('The training objectives that are compared, by name');

const taskNames = Object.keys(tasks) as [TaskName, ...TaskName[]];

/** The blocks that depend on the task, as it has them. */
interface TaskBlocks {
  data: z.ZodType;
  model: z.ZodType;
  metrics: z.ZodType;
  decoding?: z.ZodType;
}

const blocksOf = ({ data, models, outputs, decodes }: TaskKind): TaskBlocks => ({
  data,
  model: chosenFrom(models),
  metrics: metricsSchema(outputs),
  ...(decodes && { decoding: decodingSchema.prefault({}) }),
});

const experimentWith = (task: z.ZodType, { data, model, metrics, decoding }: TaskBlocks) =>
  z.strictObject({
    experiment: z.string().min(1).max(200).describe('What this experiment is called'),
    task: task.describe('What is learned'),
    data: data.describe('What is learned from, and how it is read'),
    model: model.describe('The architecture and its sizes'),
    training: trainingSchema.describe('How the model is trained'),
    ...(decoding && { decoding: decoding.describe('How outputs are searched for') }),
    metrics: metrics.describe('Scores of what the model puts out, by name or with parameters'),
    variants,
    samples: z
      .int()
      .min(0)
      .max(10_000)
      .default(8)
      .describe('Examples of the validation and test data whose outputs are kept and explained'),
  });

type Parsed = Omit<ExperimentSpec, 'grids'>;

const completed = ({ training, ...rest }: z.output<ReturnType<typeof experimentWith>>): Parsed => {
  const metricsChosen = rest.metrics as Parsed['metrics'];
  const best = training.best ?? training.stop?.metric ?? metricsChosen?.[0]?.kind ?? 'nll';
  return { ...rest, training: { ...training, best } } as unknown as Parsed;
};

const byTask = Object.fromEntries(
  taskNames.map((name) => [name, experimentWith(z.literal(name), blocksOf(tasks[name])).transform(completed)]),
);

/** Where the task is not known, no more can be said of what depends on it. */
const ofNoTask = experimentWith(z.enum(taskNames), {
  data: z.record(z.string(), z.unknown()),
  model: z.record(z.string(), z.unknown()),
  metrics: z.unknown().optional(),
  decoding: z.unknown().optional(),
}).transform(completed);

/** What a document must be, by the task that it names. What comes out has every default filled in. */
export function schemaFor(document: unknown): z.ZodType<Parsed> {
  const task = String((document as { task?: unknown } | null)?.task);
  return (Object.hasOwn(byTask, task) ? byTask[task] : undefined) ?? ofNoTask;
}

/** All experiments in one: each block in the forms that the tasks have of it, marked with the task. */
export const anyExperiment = experimentWith(z.enum(taskNames), {
  data: anyOf('data'),
  model: anyOf('model'),
  metrics: anyOf('metrics').optional(),
  decoding: anyOf('decoding').optional(),
});

function anyOf(block: keyof TaskBlocks): z.ZodType {
  const forms = taskNames.flatMap((name) => blocksOf(tasks[name])[block]?.meta({ 'x-tasks': [name] }) ?? []);
  return z.union(forms as readonly z.ZodType[] as [z.ZodType]);
}

type Blocks<N extends TaskName> = {
  task: N;
  data: z.output<(typeof tasks)[N]['data']>;
  model: Chosen<(typeof tasks)[N]['models']>;
  decoding: (typeof tasks)[N]['decodes'] extends true ? DecodingSpec : undefined;
};

/** A checked experiment of one task. */
export type SpecOf<N extends TaskName> = Blocks<N> & {
  experiment: string;
  training: TrainingSpec & { best: string };
  metrics: Chosen<typeof metrics>[];
  variants: Record<string, FileVariant>;
  samples: number;
  grids: Grids;
};

/**
 * A checked experiment with every default filled in: what training, planning and displays work from. Its variants are
 * those that are trained: presets are written out, and each member of a grid is one.
 */
export type ExperimentSpec = { [N in TaskName]: SpecOf<N> }[TaskName];
