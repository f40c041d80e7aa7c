import { env, l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { RunStatus } from '../runs/runState.ts';
import { visibleText } from '../samples/visibleText.ts';
import { formatDuration, formatScore } from '../terminal/numbers.ts';
import { relativeTime } from '../tree/relativeTime.ts';
import type { ExperimentRow, JobRow, Metric, RunRow, TreeRow, VariantRow } from '../tree/rows.ts';

/** A row in words and pictures. `tooltip` is left to describeRow, when a pointer rests on it. */
export function treeItem(row: TreeRow): TreeItem {
  switch (row.kind) {
    case 'experiment':
      return experimentItem(row);
    case 'variant':
      return variantItem(row);
    case 'job':
      return jobItem(row);
    case 'run':
      return runItem(row);
  }
}

function experimentItem(row: ExperimentRow): TreeItem {
  const item = new TreeItem(row.label, TreeItemCollapsibleState.Expanded);
  const running = row.running > 0 ? l10n.t('{0} running', row.running) : ago(row.time);
  return finish(item, row, { icon: new ThemeIcon('beaker'), context: 'experiment', parts: [running] });
}

function variantItem(row: VariantRow): TreeItem {
  // What VS Code sees for the first time is opened where something happens in it; later it is as the person left it.
  const { Collapsed, Expanded } = TreeItemCollapsibleState;
  const item = new TreeItem(row.label, row.running ? Expanded : Collapsed);
  const seeds = row.runs.length === 1 ? l10n.t('1 seed') : l10n.t('{0} seeds', row.runs.length);
  const context = row.running ? 'variant running' : 'variant';
  const parts = [metricText(row.metric), seeds, row.running ? statusNames().running : ago(row.time)];
  return finish(item, row, { icon: statusIcon(row.status), context, parts });
}

function runItem(row: RunRow): TreeItem {
  const star = row.starred ? '★ ' : '';
  const item = new TreeItem(star + l10n.t('seed {0}', row.seed), TreeItemCollapsibleState.None);
  item.command = { command: 'smoothing-lab.openRun', title: l10n.t('Open Run'), arguments: [row] };
  const state = row.status === 'running' ? progressText(row) : ago(row.time);
  const parts = [
    metricText(row.metric),
    row.status === 'running' || row.status === 'done' ? '' : statusNames()[row.status],
    state,
    row.tags.map((tag) => `#${tag}`).join(' '),
  ];
  const context = `run ${row.status}${row.starred ? ' starred' : ''}`;
  return finish(item, row, { icon: statusIcon(row.status), context, parts });
}

function jobItem(row: JobRow): TreeItem {
  const seeds = row.seeds?.map((seed) => l10n.t('seed {0}', seed)) ?? [];
  const label = [row.variants?.join(', ') ?? l10n.t('All variants'), ...seeds].join(', ');
  const item = new TreeItem(label, TreeItemCollapsibleState.None);
  const parts = [row.state === 'starting' ? l10n.t('starting') : waitingText(row.ahead)];
  const icon = new ThemeIcon(row.state === 'waiting' ? 'clock' : 'sync~spin', new ThemeColor('testing.iconQueued'));
  return finish(item, row, { icon, context: `job ${row.state}`, parts });
}

function waitingText(ahead: number): string {
  if (ahead === 0) return l10n.t('waiting');
  return ahead === 1 ? l10n.t('waiting for 1 other') : l10n.t('waiting for {0} others', ahead);
}

function finish(
  item: TreeItem,
  row: TreeRow,
  { icon, context, parts }: { icon: ThemeIcon; context: string; parts: string[] },
): TreeItem {
  item.id = row.id;
  item.iconPath = icon;
  item.contextValue = context;
  // Names and tags are anybody's text, and must not reorder or hide what stands beside them.
  item.label = visibleText(String(item.label));
  item.description = visibleText(parts.filter(Boolean).join(' · '));
  // The icon says it to those who see it.
  const status = 'status' in row ? statusNames()[row.status] : '';
  item.accessibilityInformation = { label: [...new Set([item.label, status, ...parts])].filter(Boolean).join(', ') };
  return item;
}

/** What a pointer that rests on a row is told. Names and notes are anybody's text: none of it is read as Markdown. */
export function describeRow(row: TreeRow): MarkdownString | undefined {
  if (row.kind !== 'run') return undefined;
  const steps = row.totalSteps === undefined ? '' : l10n.t('Step {0} of {1}', row.step, row.totalSteps);
  const lines = [
    `${row.label}, ${l10n.t('seed {0}', row.seed)}: ${statusNames()[row.status]}`,
    row.reason ?? '',
    [steps, metricText(row.metric)].filter(Boolean).join(' · '),
    row.warnings > 0 ? l10n.t('Warnings: {0}', row.warnings) : '',
    row.tags.map((tag) => `#${tag}`).join(' '),
    row.note,
    row.run,
  ];
  const tooltip = new MarkdownString();
  for (const line of lines.filter(Boolean)) tooltip.appendText(visibleText(line)).appendMarkdown('\n\n');
  return tooltip;
}

const metricText = (metric: Metric | undefined): string => {
  if (!metric) return '';
  const interval = metric.halfWidth === null ? '' : ` ± ${formatScore(metric.halfWidth)}`;
  return `${metric.title} ${formatScore(metric.value)}${interval}`;
};

function progressText({ step, totalSteps, secondsLeft }: RunRow): string {
  const left = secondsLeft === undefined ? '' : l10n.t('{0} left', formatDuration(secondsLeft));
  return [percentText(step, totalSteps), left].filter(Boolean).join(' · ');
}

/** Rounded down: 100 % is what is done. */
export const percentText = (step: number, totalSteps: number | undefined): string =>
  totalSteps ? l10n.t('{0} %', Math.floor((100 * step) / totalSteps)) : '';

function ago(time: string): string {
  const then = Date.parse(time);
  if (!Number.isFinite(then)) return '';
  const { value, unit } = relativeTime(then - Date.now());
  return value === 0 ? l10n.t('just now') : new Intl.RelativeTimeFormat(env.language).format(value, unit);
}

const statusNames = (): Record<RunStatus, string> => ({
  pending: l10n.t('not begun'),
  running: l10n.t('running'),
  done: l10n.t('done'),
  stopped: l10n.t('stopped'),
  failed: l10n.t('failed'),
  crashed: l10n.t('crashed'),
});

const statusIcons: Record<RunStatus, [icon: string, color: string]> = {
  pending: ['circle-outline', 'testing.iconQueued'],
  running: ['sync~spin', 'charts.blue'],
  done: ['pass', 'testing.iconPassed'],
  stopped: ['debug-pause', 'testing.iconSkipped'],
  failed: ['error', 'testing.iconFailed'],
  crashed: ['warning', 'list.warningForeground'],
};

function statusIcon(status: RunStatus): ThemeIcon {
  const [icon, color] = statusIcons[status];
  return new ThemeIcon(icon, new ThemeColor(color));
}
