import type { JSX } from 'preact';
import { Checkbox, Dropdown } from '../controls.ts';
import { t } from '../l10n.ts';
import type { Layout } from './layout.ts';
import type { XAxis } from './xAxes.ts';

interface CurveControlsProps {
  layout: Layout;
  onChange(part: Partial<Layout>): void;
}

/** What all charts have in common. */
export function CurveControls({ layout, onChange }: CurveControlsProps): JSX.Element {
  const { xAxis, xLog, yLog, showSeeds, showBands, smoothing } = layout;
  return (
    <div class="controls">
      <span class="control">
        <span aria-hidden="true">{t('x axis')}</span>
        <Dropdown<XAxis>
          label={t('x axis')}
          value={xAxis}
          options={[
            { value: 'step', text: t('Step') },
            { value: 'epoch', text: t('Epoch') },
            { value: 'time', text: t('Time') },
            { value: 'tokens', text: t('Tokens') },
          ]}
          onChange={(value) => onChange({ xAxis: value })}
        />
      </span>
      <SmoothingSlider value={smoothing} onChange={(value) => onChange({ smoothing: value })} />
      <Checkbox checked={xLog} onChange={(checked) => onChange({ xLog: checked })}>
        {t('Log x')}
      </Checkbox>
      <Checkbox checked={yLog} onChange={(checked) => onChange({ yLog: checked })}>
        {t('Log y')}
      </Checkbox>
      <Checkbox checked={showBands} onChange={(checked) => onChange({ showBands: checked })}>
        {t('95 % bands')}
      </Checkbox>
      <Checkbox checked={showSeeds} onChange={(checked) => onChange({ showSeeds: checked })}>
        {t('Single seeds')}
      </Checkbox>
    </div>
  );
}

/** Each third of the way keeps ten times as much of the past: 0, 0.9, 0.99, 0.999. */
const stops = 90;
const toSmoothing = (stop: number): number => Number((1 - 10 ** ((-3 * stop) / stops)).toFixed(4));
const toStop = (smoothing: number): number => Math.round((-Math.log10(1 - smoothing) * stops) / 3);

function SmoothingSlider({ value, onChange }: { value: number; onChange(value: number): void }): JSX.Element {
  return (
    <label class="control">
      {t('Smoothing')}
      <input
        type="range"
        min="0"
        max={stops}
        value={toStop(value)}
        aria-valuetext={value.toFixed(3)}
        onInput={({ currentTarget }) => onChange(toSmoothing(Number(currentTarget.value)))}
      />
      <output class="smoothing-value" aria-hidden="true">
        {value.toFixed(3)}
      </output>
    </label>
  );
}
