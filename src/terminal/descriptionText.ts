import type { ParameterSpec } from '../models/model.ts';
import type { DescribedLayer, TrainingDescription } from '../training/description.ts';
import { formatTable } from './table.ts';

const inWords = (count: number): string => count.toLocaleString('en-US');

/** 1.23 G, with the prefixes of powers of a thousand. */
function short(count: number): string {
  const units = ['', ' k', ' M', ' G', ' T', ' P'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  return `${Number((count / 1000 ** power).toPrecision(3))}${units[power]}`;
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** The parameters by layer, and below them what a step takes. */
export function formatDescription(label: string, description: TrainingDescription): string {
  const { layers, totals, batches, step, memory } = description;
  const { shape } = step;
  const frozen = totals.frozen > 0 ? `, ${inWords(totals.trained)} of them trained` : '';
  const state = totals.state > 0 ? `, and ${inWords(totals.state)} numbers of state` : '';
  const shapes = batches.shapes.map(({ rows, source, target }) => `${rows}×${source}→${target}`).join(', ');
  const parts = ['weights', 'gradients', 'optimizer', 'constants', 'activations'] as const;
  return [
    label,
    '',
    formatTable([['parameter', 'shape', 'count', 'initial', ''], ...layers.flatMap(rowsOf)]),
    '',
    `Parameters: ${inWords(totals.parameters)}${frozen}${state}`,
    `Batches: ${inWords(batches.perEpoch)} an epoch, ${inWords(batches.totalSteps)} steps; rows×source→target: ${shapes}`,
    `A step of ${shape.rows}×${shape.source}→${shape.target}: ${short(step.flops)}FLOP in matrix products and convolutions, forward and backward`,
    `Memory: about ${mebibytes(memory.total)}: ${parts.map((part) => `${part} ${mebibytes(memory[part])}`).join(', ')}`,
    '',
  ].join('\n');
}

function rowsOf({ name, count, parameters }: DescribedLayer): string[][] {
  const isAlone = parameters.length === 1;
  const rows = parameters.map(({ name: own, shape, count: size, initial, frozen }) => [
    isAlone ? own : `  ${own.slice(name.length + 1)}`,
    shape.join('×'),
    inWords(size),
    initialText(initial),
    frozen ? 'frozen' : '',
  ]);
  return isAlone ? rows : [[name, '', inWords(count), '', ''], ...rows];
}

function initialText(initial: ParameterSpec['initial']): string {
  const digits = (value: number) => Number(value.toPrecision(3)).toString();
  if (initial.kind === 'constant') return digits(initial.value);
  return initial.kind === 'normal' ? `N(0, ${digits(initial.deviation)}²)` : `±${digits(initial.limit)}`;
}
