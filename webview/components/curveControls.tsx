import type { JSX } from 'preact';
import { Dropdown } from '../controls.ts';
import { t } from '../l10n.ts';
import { type XAxis, xAxes } from '../quantities/xAxes.ts';

export const axisNames = (): Record<XAxis, string> => ({
  step: t('Step'),
  epoch: t('Epoch'),
  time: t('Training time'),
  tokens: t('Target tokens'),
});

interface ChoiceProps<Value> {
  value: Value;
  onChange(value: Value): void;
}

export function XAxisChoice({ value, onChange }: ChoiceProps<XAxis>): JSX.Element {
  return (
    <span class="labelled">
      <span aria-hidden="true">{t('x axis')}</span>
      <Dropdown
        label={t('x axis')}
        value={value}
        options={xAxes.map((axis) => ({ value: axis, text: axisNames()[axis] }))}
        onChange={onChange}
      />
    </span>
  );
}

/** Each third of the way keeps ten times as much of the past: 0, 0.9, 0.99, 0.999. */
const stops = 90;
const smoothingAt = (stop: number): number => Number((1 - 10 ** ((-3 * stop) / stops)).toFixed(4));
const stopOf = (smoothing: number): number => Math.round((-Math.log10(1 - smoothing) * stops) / 3);

/** Chooses the weight of the past in the curves' moving average. */
export function SmoothingSlider({ value, onChange }: ChoiceProps<number>): JSX.Element {
  const shown = value === 0 ? t('off') : value.toFixed(3);
  return (
    <label class="slider">
      <span>{t('Smoothing')}</span>
      <input
        type="range"
        min={0}
        max={stops}
        value={stopOf(value)}
        aria-valuetext={shown}
        onInput={({ currentTarget }) => onChange(smoothingAt(Number(currentTarget.value)))}
      />
      <output class="slider-value">{shown}</output>
    </label>
  );
}
