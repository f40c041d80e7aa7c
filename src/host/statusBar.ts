import { l10n, StatusBarAlignment, window } from 'vscode';
import { type StatusLine, statusLine } from '../tree/statusLine.ts';
import type { Lab } from './lab.ts';
import { labelText } from './plainText.ts';
import { percentText } from './treeItems.ts';

const longestName = 24;

/** One short item, there only while something runs. */
export function registerStatusBar(lab: Lab): void {
  const item = window.createStatusBarItem('smoothing-lab.running', StatusBarAlignment.Left);
  item.name = l10n.t('Smoothing Lab Runs');
  item.command = 'smoothing-lab.runs.focus';
  let shown = '';
  lab.context.subscriptions.push(
    item,
    lab.onChange(({ index, queue }) => {
      const line = statusLine(index.runs(), queue.jobs());
      const text = line ? describe(line) : '';
      const look = line ? `${text}\n${tooltip(line)}` : '';
      // Every assignment is a message to the window, whether it changes anything or not.
      if (look === shown) return;
      shown = look;
      if (!line) return item.hide();
      item.text = `$(sync~spin) ${text}`;
      item.tooltip = tooltip(line);
      item.accessibilityInformation = { label: l10n.t('Smoothing Lab: {0}', text) };
      item.show();
    }),
  );
}

function describe({ first, others }: StatusLine): string {
  if (!first) return l10n.t('starting');
  const { manifest, state } = first;
  const more = others > 0 ? `+${others}` : '';
  const percent = percentText(state.step, state.totalSteps);
  return [shortened(manifest.variant), l10n.t('seed {0}', manifest.seed), percent, more].filter(Boolean).join(' ');
}

/** A long name would push others off the bar. */
function shortened(name: string): string {
  const plain = labelText(name.replaceAll(/\s+/g, ' '));
  return plain.length > longestName ? `${plain.slice(0, longestName - 1)}…` : plain;
}

function tooltip({ others, waiting }: StatusLine): string {
  const lines = [l10n.t('Show runs')];
  if (others > 0) lines.push(l10n.t('{0} more are running', others));
  if (waiting > 0) lines.push(l10n.t('{0} are waiting', waiting));
  return lines.join('\n');
}
