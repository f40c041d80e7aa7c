import type { ChartGroup, ChartLook } from './chartTypes.ts';
import type { KeptCharts } from './keptCharts.ts';

const everything: ChartLook = { hidden: new Set(), y: undefined };

/** Time without a change after which what is shown is kept: a wheel zooms many times a second. */
const settledMilliseconds = 300;

interface Keeping {
  kept: KeptCharts;
  keep(charts: KeptCharts): void;
}

/** Charts under one cursor and one shown part of the x axis, which begin as they were kept. */
export function createChartGroup(keeping?: Keeping): ChartGroup {
  const listeners = new Set<() => void>();
  const looks = new Map<string, ChartLook>(
    Object.entries(keeping?.kept.looks ?? {}).map(([id, { hidden, y }]) => [id, { hidden: new Set(hidden), y }]),
  );
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  let settling: ReturnType<typeof setTimeout> | undefined;
  const changed = (): void => {
    tell();
    if (!keeping) return;
    clearTimeout(settling);
    settling = setTimeout(() => keeping.keep(toKeep(group.range, looks)), settledMilliseconds);
  };
  const group: ChartGroup = {
    range: keeping?.kept.range,
    cursor: undefined,
    setRange(range) {
      if (group.range?.min === range?.min && group.range?.max === range?.max) return;
      group.range = range;
      changed();
    },
    setCursor(x) {
      if (group.cursor === x) return;
      group.cursor = x;
      tell();
    },
    lookOf: (chart) => looks.get(chart) ?? everything,
    setLook(chart, look) {
      looks.set(chart, { ...group.lookOf(chart), ...look });
      changed();
    },
    showAll() {
      group.range = undefined;
      for (const [chart, look] of looks) looks.set(chart, { ...look, y: undefined });
      changed();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return group;
}

const toKeep = (range: KeptCharts['range'], looks: ReadonlyMap<string, ChartLook>): KeptCharts => ({
  range,
  looks: Object.fromEntries([...looks].map(([id, { hidden, y }]) => [id, { hidden: [...hidden], y }])),
});
