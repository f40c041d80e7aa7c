import { flowText } from '../experiment/flowText.ts';
import type { Preview, PreviewedMethod } from '../preview/preview.ts';
import { formatCount } from './numbers.ts';
import { scheduleTable, wordTables } from './previewCurves.ts';
import { formatSentences, formatSequences } from './previewSequences.ts';
import { printable } from './textWidth.ts';

/** A preview as text: the objective, what of it follows the training, what is drawn, and sentence by sentence. */
export function formatPreview(preview: Preview): string {
  const { variant, experiment, seed, split, over, totalSteps, stepsPerEpoch, classes } = preview;
  const set = `${split === 'train' ? 'training' : 'validation'} ${over === 'classes' ? 'pictures' : 'text'}`;
  const choices =
    over === 'classes' ? `${formatCount(classes)} classes` : `target vocabulary of ${formatCount(classes)}`;
  const planned = `${formatCount(totalSteps)} steps, ${formatCount(stepsPerEpoch)} an epoch`;
  const parts = [
    `${printable(variant)} · ${printable(experiment)} · seed ${seed} · ${set}`,
    `${planned} · ${choices}`,
    '',
    ...preview.methods.flatMap(describeMethod),
    ...scheduleTable(preview),
    ...wordTables(preview),
    ...formatSequences(preview.sequences),
    ...formatSentences(preview.samples),
  ];
  return `${parts.join('\n')}\n`;
}

const margin = 11;

function describeMethod({ axis, kind, formula, parameters, dependsOn, isScheduled }: PreviewedMethod): string[] {
  const settings = Object.entries(parameters).map(([name, value]) => `${name} ${flowText(value)}`);
  const lines = [
    [kind, ...settings.map(printable)].join(' · '),
    formula,
    ...(dependsOn ? [`not shown: it depends on ${owners[dependsOn]}`] : []),
    ...(isScheduled && !dependsOn ? ['shown as it is once its schedules have run'] : []),
  ];
  return lines.map((line, index) => `${(index === 0 ? axis : '').padEnd(margin)}${line}`);
}

const owners = {
  model: "the model's own output, which only a training has",
  teacher: "a teacher's output, which only a training has",
} as const;
