import type { Metric } from '../metrics/metric.ts';
import { formatFixed } from '../metrics/pythonText.ts';
import { metrics } from '../metrics/registry.ts';
import { UserError } from '../userError.ts';
import type { CommandInput, CommandOption } from './command.ts';
import { requireAligned } from './readOutputs.ts';
import { readFileSegments, type SegmentList } from './readSegments.ts';

export const referenceOption = {
  reference: {
    ...{ type: 'string', short: 'r', multiple: true, value: 'FILE' },
    help: "references, one a line: the outputs' scores by the run's metrics go to standard error",
  },
} satisfies Record<string, CommandOption>;

type ChosenMetric = { kind: keyof typeof metrics; [parameter: string]: unknown };

/** What outputs are scored by, where references are given. Throws a UserError where the run has no metrics. */
export async function scorerOf(
  { settings }: { settings: Record<string, unknown> },
  { options, stderr }: Pick<CommandInput, 'options' | 'stderr'>,
): Promise<((outputs: SegmentList) => void) | undefined> {
  if (options.reference === undefined) return undefined;
  const chosen = (settings.metrics ?? []) as ChosenMetric[];
  if (chosen.length === 0)
    throw new UserError('the run has no metrics to score outputs by', {
      fix: 'Leave out --reference, and give the outputs to `smoothing-lab score`.',
    });
  const references = await Promise.all((options.reference as string[]).map(readFileSegments));
  return (outputs) => {
    for (const reference of references) requireAligned(outputs, reference);
    const lists = references.map(({ lines }) => lines);
    for (const { kind, ...parameters } of chosen) {
      const metric = metrics[kind] as Metric;
      const { name, signature, score, summary } = metric.score(outputs.lines, lists, parameters);
      stderr.write(`${name}|${signature} = ${formatFixed(score, 2)}${summary && ` ${summary}`}\n`);
    }
  };
}
