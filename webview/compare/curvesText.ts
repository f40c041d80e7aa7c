import type { ComparedRow } from '../../src/pages/protocol.ts';
import { isValidation, validationValues } from '../quantities/quantities.ts';
import type { XAxis } from '../quantities/xAxes.ts';
import type { RunStore } from '../state.ts';
import type { Curves } from './curves.ts';
import { csvCell } from './tableText.ts';

export interface CurvesTextRequest {
  store: RunStore;
  curves: Curves;
  quantities: readonly string[];
  rows: readonly ComparedRow[];
  xAxis: XAxis;
}

/** A line for each step of each run: the full data, neither smoothed nor thinned; empty where nothing was measured. */
export function curvesCsv(request: CurvesTextRequest): string {
  const { xAxis, curves } = request;
  const quantities = [...new Set(request.quantities)];
  const axis = xAxis === 'step' ? [] : [xAxis];
  const lines = [`${['variant', 'seed', 'step', ...axis, ...quantities].map(csvCell).join(',')}\r\n`];
  for (const { label, seed, run } of runsOf(request)) {
    const start = `${csvCell(label)},${seed}`;
    const columns = quantities.map((quantity) => columnOf(request, run, quantity));
    const steps = Math.max(0, ...columns.map(({ steps: count }) => count));
    const x = curves.xOf(run, xAxis, steps);
    for (let step = 1; step <= steps; step += 1) {
      const values = columns.map(({ at }) => at(step));
      if (values.every((value) => !Number.isFinite(value))) continue;
      const place = xAxis === 'step' ? '' : `,${exact(x[step - 1])}`;
      lines.push(`${start},${step}${place},${values.map(shortest).join(',')}\r\n`);
    }
  }
  return lines.join('');
}

/** For each run and quantity two lists, as long as each other. */
export function curvesJson(request: CurvesTextRequest): string {
  const { curves, quantities, xAxis } = request;
  const all = runsOf(request).flatMap(({ label, seed, run }) =>
    [...new Set(quantities)].map((quantity) => {
      const { x, y } = curves.seed(run, { quantity, xAxis });
      const values = Array.from(y, (value) => (Number.isFinite(value) ? Number(shortest(value)) : null));
      const places = Array.from({ length: values.length }, (_, index) => Number(exact(x[index])));
      return { variant: label, seed, run, quantity, [xAxis]: places, values };
    }),
  );
  return JSON.stringify(all);
}

const runsOf = ({ rows, store }: CurvesTextRequest) =>
  rows.flatMap(({ label, runs }) =>
    runs.map((run) => ({ label, run, seed: store.view(run)?.manifest.seed ?? Number.NaN })),
  );

/** The values of a quantity by step, NaN where there is none. */
function columnOf({ curves, store }: CurvesTextRequest, run: string, quantity: string) {
  if (!isValidation(quantity)) {
    const values = curves.stepValues(run, quantity);
    return { steps: values.length, at: (step: number) => values[step - 1] ?? Number.NaN };
  }
  const { steps, values } = validationValues(store.events(run), quantity, store.task(run));
  const byStep = new Map(steps.map((step, index) => [step, values[index] as number]));
  return { steps: steps.at(-1) ?? 0, at: (step: number) => byStep.get(step) ?? Number.NaN };
}

/** Curves arrive as float32, of which seven digits are all there is. */
const shortest = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(7))) : '');

/** Sums of seconds and tokens, without the noise of adding up. */
const exact = (value = Number.NaN): string => String(Number(value.toPrecision(12)));
