import { createChartGroup } from '../../../webview/charts/chartGroup.ts';
import type { ChartProps } from '../../../webview/charts/chartTypes.ts';

/** A chart's properties, complete. */
export function propsOf(some: Partial<ChartProps>): ChartProps {
  return {
    id: 'loss',
    title: 'Loss',
    xTitle: 'step',
    yTitle: 'nats',
    curves: [],
    smoothing: 0,
    group: createChartGroup(),
    revision: 1,
    fileName: 'loss',
    save: () => {},
    ...some,
  };
}
