import type { ChartGroup } from './chartTypes.ts';

/** Charts under one cursor and one shown part of the x axis. */
export function createChartGroup(): ChartGroup {
  const listeners = new Set<() => void>();
  const group: ChartGroup = {
    range: undefined,
    cursor: undefined,
    setRange(range) {
      if (group.range?.min === range?.min && group.range?.max === range?.max) return;
      group.range = range;
      for (const listener of listeners) listener();
    },
    setCursor(x) {
      if (group.cursor === x) return;
      group.cursor = x;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return group;
}
