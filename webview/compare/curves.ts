import type { ComparedRow } from '../../src/pages/protocol.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { type SeedBand, type SeedCurve, seedBand } from '../charts/bands.ts';
import type { Band, ChartData, Curve } from '../charts/chartTypes.ts';
import { isAccuracy } from '../quantities/metricNames.ts';
import { columnsOf, inPercent, isValidation, tokensPerSecond, validationValues } from '../quantities/quantities.ts';
import { axisColumn, type XAxis, xOfStep, xOfSteps } from '../quantities/xAxes.ts';
import type { RunStore } from '../state.ts';

export interface CurvesRequest {
  rows: readonly ComparedRow[];
  seriesOf(label: string): number;
  quantity: string;
  xAxis: XAxis;
  showSeeds: boolean;
  showBands: boolean;
}

/** `revision` rises whenever it is another. */
type DrawnData = Required<Pick<ChartData, 'curves' | 'bands'>> & { revision: number };
type Remembered = { of: readonly unknown[]; value: unknown };

/** What the charts draw of streamed runs. Made anew only of what has grown, since a run may have 100,000 steps. */
export class Curves {
  private readonly remembered = new Map<string, Remembered>();

  constructor(private readonly store: RunStore) {}

  /**
   * Each row's mean over its seeds with its band, and the seeds; a row of one seed is that seed. The same object as
   * long as nothing of it has changed.
   */
  chartData(request: CurvesRequest): DrawnData {
    const { curves, bands } = this.draw(request);
    const of = [
      ...curves.flatMap((curve) => [curve.id, curve.series, curve.y, curve.y.length]),
      ...bands.flatMap(({ series, low }) => [series, low]),
    ];
    return this.remember(`${request.quantity}\n${request.xAxis}\nchart`, of, () => {
      this.revision += 1;
      return { curves, bands, revision: this.revision };
    });
  }

  private revision = 0;

  private draw(request: CurvesRequest): Omit<DrawnData, 'revision'> {
    const [curves, faint, bands]: [Curve[], Curve[], Band[]] = [[], [], []];
    for (const { label: id, runs } of request.rows) {
      const series = request.seriesOf(id);
      const label = visibleText(id);
      const seeds = runs.map((run) => this.seed(run, request)).filter(({ y }) => y.length > 0);
      const [only, another] = seeds;
      const markers = isValidation(request.quantity);
      if (only && !another) curves.push({ id, label, series, ...only, markers });
      if (!another) continue;
      const { x, mean, low, high } = this.band(id, seeds, request);
      curves.push({ id, label, series, x, y: mean, markers });
      if (request.showBands) bands.push({ id, series, x, low, high });
      if (!request.showSeeds) continue;
      seeds.forEach((seed, index) => {
        faint.push({ id: `${id}\n${index}`, label, series, ...seed, faint: true });
      });
    }
    return { curves: [...faint, ...curves], bands };
  }

  /** The full data of one run. */
  seed(run: string, { quantity, xAxis }: Pick<CurvesRequest, 'quantity' | 'xAxis'>): SeedCurve {
    const y = isValidation(quantity) ? undefined : this.stepValues(run, quantity);
    const x = this.xOf(run, xAxis, y?.length);
    if (y) return { x, y };
    const events = this.store.events(run);
    return this.remember(`${run}\n${quantity}\n${xAxis}`, [events, x], () => {
      const { steps, values } = validationValues(events, quantity, this.store.task(run));
      return { x: xOfStep(steps, x, xAxis), y: values };
    });
  }

  /** Of all steps of a run. */
  stepValues(run: string, quantity: string): Float32Array {
    const [first, second] = columnsOf(quantity).map((name) => this.store.column(run, name));
    if (!first) return new Float32Array(0);
    if (second) return this.remember(`${run}\n${quantity}`, [first, second], () => tokensPerSecond(first, second));
    return isAccuracy(quantity) ? this.remember(`${run}\n${quantity}`, [first], () => inPercent(first)) : first;
  }

  /** Of all steps, or of `count` where the axis is the steps themselves. */
  xOf(run: string, xAxis: XAxis, count = 0): Float64Array {
    const name = axisColumn[xAxis];
    if (name === undefined) return this.steps(count);
    const column = this.store.column(run, name);
    return this.remember(`${run}\n${xAxis}`, [column], () => xOfSteps(xAxis, column.length, column));
  }

  /** 1, 2, ... `count`: one array for all runs, since they share their beginning. */
  private steps(count: number): Float64Array {
    if (this.allSteps.length < count) this.allSteps = xOfSteps('step', Math.max(1024, 2 * count), undefined);
    return this.allSteps.subarray(0, count);
  }

  private allSteps: Float64Array = new Float64Array(0);

  private band(label: string, seeds: readonly SeedCurve[], { quantity, xAxis }: CurvesRequest): SeedBand {
    const of = seeds.flatMap(({ x, y }) => [xAxis === 'step' ? x.length : x, y]);
    return this.remember(`${label}\n${quantity}\n${xAxis}\nband`, of, () => seedBand(seeds));
  }

  private remember<Value>(name: string, of: readonly unknown[], make: () => Value): Value {
    const known = this.remembered.get(name);
    if (known && known.of.length === of.length && known.of.every((each, index) => each === of[index])) {
      return known.value as Value;
    }
    const value = make();
    this.remembered.set(name, { of, value });
    return value;
  }
}
