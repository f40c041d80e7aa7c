import type { JSX } from 'preact';
import { SmoothingSlider, XAxisChoice } from '../components/curveControls.tsx';
import { Checkbox } from '../controls.ts';
import { t } from '../l10n.ts';
import type { Layout } from './layout.ts';

interface CurveControlsProps {
  layout: Layout;
  onChange(part: Partial<Layout>): void;
}

/** What all charts have in common. */
export function CurveControls({ layout, onChange }: CurveControlsProps): JSX.Element {
  const { xAxis, xLog, yLog, showSeeds, showBands, smoothing } = layout;
  return (
    <div class="controls">
      <XAxisChoice value={xAxis} onChange={(value) => onChange({ xAxis: value })} />
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
