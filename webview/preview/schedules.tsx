import type { JSX } from 'preact';
import type { ScheduleCurve } from '../../src/preview/preview.ts';
import { post } from '../channel.ts';
import { Chart } from '../charts/chart.tsx';
import type { ChartGroup } from '../charts/chartTypes.ts';
import { t } from '../l10n.ts';
import { nameInWords } from './nameInWords.ts';

interface SchedulesProps {
  schedules: readonly ScheduleCurve[];
  group: ChartGroup;
  fileName: string;
  revision: number;
}

/** What follows the progress of training, over the planned steps. */
export function Schedules({ schedules, group, fileName, revision }: SchedulesProps): JSX.Element {
  return (
    <div class="charts">
      {schedules.map(({ axis, name, steps, values }) => (
        <Chart
          key={`${axis}/${name}`}
          id={`${axis}/${name}`}
          title={`${axis}: ${nameInWords(name)}`}
          xTitle={t('Step')}
          yTitle=""
          curves={[{ id: 'value', label: nameInWords(name), series: 0, x: steps, y: values }]}
          smoothing={0}
          group={group}
          revision={revision}
          fileName={`${fileName}-${axis}-${name}`}
          save={(file, content) => post({ type: 'save', name: file, content })}
        />
      ))}
    </div>
  );
}
