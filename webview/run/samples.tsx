import type { JSX } from 'preact';
import type { SampleRecord } from '../../src/runs/events.ts';
import { splitName } from '../../src/samples/names.ts';
import { post } from '../channel.ts';
import { Difference } from '../components/difference.tsx';
import { PlainText } from '../components/longText.tsx';
import { Sequence } from '../components/sequence.tsx';
import { Button, Dropdown } from '../controls.ts';
import { formatNumber } from '../format.ts';
import { t } from '../l10n.ts';
import type { SampleSteps } from '../state.ts';
import type { Layout } from './layout.ts';
import { type SampleCache, useSamples } from './sampleCache.ts';

/** Examples on a page of samples. */
const pageSize = 5;

type Split = SampleRecord['split'];
type Chosen = Pick<Layout, 'split' | 'step' | 'first'>;

interface SamplesProps {
  run: string;
  seed: number;
  steps: SampleSteps;
  cache: SampleCache;
  chosen: Chosen;
  choose(chosen: Partial<Chosen>): void;
}

/** What the model said at the steps that it was asked, beside what it should have said. */
export function SampleBrowser({ run, seed, steps, cache, chosen, choose }: SamplesProps): JSX.Element {
  const splits = [...new Set(steps.map(({ split }) => split))];
  const split = chosen.split && splits.includes(chosen.split) ? chosen.split : defaultSplit(splits);
  const ofSplit = steps.filter((each) => each.split === split);
  const index = indexOfStep(ofSplit, chosen.step);
  const at = ofSplit[index];
  const first = Math.min(chosen.first, Math.max(0, (at?.count ?? 0) - 1));
  const samples = useSamples(cache, at && { run, ...at, first, count: pageSize, known: at.count });
  if (at === undefined) return <p class="quiet">{t('Nothing has been sampled yet.')}</p>;
  const chooseIndex = (next: number): void =>
    // The newest is followed, as long as nothing else is chosen.
    choose({ step: next >= ofSplit.length - 1 ? undefined : ofSplit[next]?.step });
  return (
    <>
      <div class="controls">
        <Dropdown
          label={t('Text')}
          value={split}
          options={splits.map((value) => ({ value, text: splitName(value, t) }))}
          onChange={(value) => choose({ split: value, step: undefined, first: 0 })}
        />
        <StepSlider steps={ofSplit} index={index} choose={chooseIndex} />
        <Pager first={first} total={at.count} choose={(value) => choose({ first: value })} />
        <Button onClick={() => post({ type: 'openSamples', run })}>{t('Open as document')}</Button>
      </div>
      {samples && <Examples samples={samples.samples} seed={seed} />}
    </>
  );
}

const defaultSplit = (splits: readonly Split[]): Split => (splits.includes('valid') ? 'valid' : (splits[0] ?? 'valid'));

/** The chosen step, or the last one before it that is there; the newest where none was chosen. */
function indexOfStep(steps: SampleSteps, chosen: number | undefined): number {
  if (chosen === undefined) return steps.length - 1;
  return Math.max(
    0,
    steps.findLastIndex(({ step }) => step <= chosen),
  );
}

interface StepSliderProps {
  steps: SampleSteps;
  index: number;
  choose(index: number): void;
}

function StepSlider({ steps, index, choose }: StepSliderProps): JSX.Element {
  const step = formatNumber(steps[index]?.step);
  const isNewest = index === steps.length - 1;
  return (
    <label class="slider sample-steps">
      <span>{t('Step')}</span>
      <input
        type="range"
        min={0}
        max={Math.max(0, steps.length - 1)}
        value={index}
        aria-valuetext={isNewest ? t('{0}, the newest', step) : step}
        onInput={({ currentTarget }) => choose(Number(currentTarget.value))}
      />
      <output class="slider-value">{isNewest ? t('{0} (newest)', step) : step}</output>
    </label>
  );
}

interface PagerProps {
  first: number;
  total: number;
  choose(first: number): void;
}

function Pager({ first, total, choose }: PagerProps): JSX.Element | null {
  if (total <= pageSize) return null;
  const last = Math.min(total, first + pageSize);
  return (
    <span class="pager">
      <Button
        label={t('Previous examples')}
        disabled={first === 0}
        onClick={() => choose(Math.max(0, first - pageSize))}
      >
        ‹
      </Button>
      <label>
        {t('Example')}{' '}
        <input
          class="number"
          type="number"
          min={1}
          max={total}
          value={first + 1}
          onChange={({ currentTarget }) => choose(clamp(Number(currentTarget.value) - 1, total))}
        />
      </label>
      <span class="quiet">{t('to {0} of {1}', formatNumber(last), formatNumber(total))}</span>
      <Button label={t('Next examples')} disabled={last >= total} onClick={() => choose(first + pageSize)}>
        ›
      </Button>
    </span>
  );
}

const clamp = (first: number, total: number): number => Math.max(0, Math.min(total - 1, Math.round(first) || 0));

function Examples({ samples, seed }: { samples: readonly SampleRecord[]; seed: number }): JSX.Element {
  const examples = new Map<number, SampleRecord[]>();
  for (const sample of samples) examples.set(sample.example, [...(examples.get(sample.example) ?? []), sample]);
  return (
    <ol class="examples">
      {[...examples].map(([example, ofExample]) => (
        <li key={example} value={example + 1}>
          <Example samples={ofExample} seed={seed} />
        </li>
      ))}
    </ol>
  );
}

/** Source and reference once, then each sequence. A reference that was scored explains itself like the others. */
function Example({ samples, seed }: { samples: readonly SampleRecord[]; seed: number }): JSX.Element {
  const [{ source, reference }] = samples as [SampleRecord];
  const hypotheses = samples.filter(({ origin }) => origin !== 'reference');
  const scored = samples.find(({ origin }) => origin === 'reference');
  const hypothesis = hypotheses[0]?.text;
  return (
    <>
      <div class="sequence">
        <span class="origin-name">{t('Source')}</span>
        <PlainText text={source} />
      </div>
      {scored ? (
        <Sequence sample={scored} seed={seed} hypothesis={hypothesis} />
      ) : (
        <div class="sequence">
          <span class="origin-name">{t('Reference')}</span>
          <Difference reference={reference} hypothesis={hypothesis ?? reference} show="reference" />
        </div>
      )}
      {hypotheses.map((sample, index) => (
        <Sequence key={index} sample={sample} seed={seed} />
      ))}
    </>
  );
}
