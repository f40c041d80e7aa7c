import type { JSX } from 'preact';
import type { RunStatus } from '../../src/runs/runState.ts';
import { t } from '../l10n.ts';

const names = (): Record<RunStatus, string> => ({
  pending: t('Pending'),
  running: t('Running'),
  done: t('Done'),
  stopped: t('Stopped'),
  failed: t('Failed'),
  crashed: t('Crashed'),
});

/** Seen by those who do not see the colour. */
const symbols: Record<RunStatus, string> = {
  pending: '○',
  running: '▶',
  done: '✓',
  stopped: '■',
  failed: '✕',
  crashed: '✕',
};

export const stateName = (status: RunStatus): string => names()[status];

export function StateBadge({ status }: { status: RunStatus }): JSX.Element {
  return (
    <span class={`state-badge ${status}`}>
      <span aria-hidden="true">{symbols[status]}</span> {stateName(status)}
    </span>
  );
}
