import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { RunView } from '../../src/pages/protocol.ts';
import { Button, TextField } from '../controls.ts';
import { t } from '../l10n.ts';
import { matching, runTree } from './runTree.ts';
import { RunTree } from './runTreeView.tsx';

interface RunChooserProps {
  runs: readonly RunView[];
  chosen: readonly string[];
  /** The nodes that stand open, by their ids. */
  open: readonly string[];
  onChoose(runs: string[]): void;
  onOpen(open: string[]): void;
}

/** Chooses runs by experiment, variant or seed. */
export function RunChooser({ runs, chosen, open, onChoose, onOpen }: RunChooserProps): JSX.Element {
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => matching(runs, filter), [runs, filter]);
  const tree = useMemo(() => runTree(shown), [shown]);
  const isOpen = (id: string): boolean => filter.trim() !== '' || open.includes(id);
  const setOpen = (id: string, now: boolean): void => onOpen(now ? [...open, id] : open.filter((each) => each !== id));
  return (
    <section class="run-chooser" aria-label={t('Runs to compare')}>
      <TextField label={t('Filter runs')} placeholder={t('Filter runs')} value={filter} onInput={setFilter} />
      <RunTree tree={tree} chosen={chosen} isOpen={isOpen} onOpen={setOpen} onChoose={onChoose} />
      <div class="run-chooser-foot">
        <p class="quiet" role="status">
          {filter.trim() === ''
            ? t('{0} of {1} chosen', chosen.length, runs.length)
            : t('{0} of {1} match', shown.length, runs.length)}
        </p>
        <Button onClick={() => onChoose([])} disabled={chosen.length === 0}>
          {t('Clear')}
        </Button>
      </div>
    </section>
  );
}
