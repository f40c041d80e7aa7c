import type { RunEvent, SeriesRow } from '../../src/runs/events.ts';
import { accuracyName } from '../../src/runs/tokenMeasures.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import type { Curve, Mark } from '../charts/chartTypes.ts';
import { t } from '../l10n.ts';
import { axisTitle, metricName, metricUnit } from '../quantities/metricNames.ts';
import { inPercent, tokensPerSecond, validationValues } from '../quantities/quantities.ts';
import { axisColumn, type XAxis, xOfStep, xOfSteps } from '../quantities/xAxes.ts';
import type { RunStore } from '../state.ts';

/** The columns that the page's charts are made of. */
export const watchedColumns = [
  ...(['objective', 'nll', 'accuracy', 'tokens', 'learningRate', 'gradientNorm', 'epoch', 'milliseconds'] as const),
  'effectiveSize',
] satisfies (keyof SeriesRow)[];

export interface RunChart {
  id: string;
  title: string;
  yTitle: string;
  curves: Curve[];
  marks: Mark[];
}

/** Everything that is drawn of a run, along the chosen axis. The first chart is the one to watch. */
export function runCharts(store: RunStore, run: string, axis: XAxis, metrics: readonly string[]): RunChart[] {
  const events = store.events(run);
  const nll = store.column(run, 'nll');
  const x = stepPlaces(axis, nll.length, axisColumn[axis] && store.column(run, axisColumn[axis]));
  const train = (id: keyof SeriesRow, label: string, series: number): Curve => ({
    ...{ id, label, series, x, y: store.column(run, id) },
  });
  const valid = (metric: string, label: string, series: number): Curve => {
    const { steps, values } = validationValues(events, `valid:${metric}`, store.task(run));
    return { id: `valid:${metric}`, label, series, x: xOfStep(steps, x, axis), y: values, markers: true };
  };
  const speed: Curve = { id: 'speed', label: t('Tokens per second'), series: 0, x, y: speeds(store, run) };
  const marks = marksOf(events, x, axis);
  const accuracy = accuracyName(store.task(run));
  const others = metrics.filter((metric) => metric !== accuracy);
  const perMetric = others.map((metric) => ({
    ...{ id: `metric:${metric}`, title: t('{0} (validation)', metricName(metric)), yTitle: axisTitle(metric) },
    ...{ curves: [valid(metric, metricName(metric), 2)], marks },
  }));
  return [
    {
      ...{ id: 'nll', title: t('Objective and NLL'), yTitle: t('nats per token'), marks },
      curves: [
        train('objective', t('Objective (train)'), 0),
        train('nll', t('NLL (train)'), 1),
        valid('nll', t('NLL (validation)'), 2),
        valid('objective', t('Objective (validation)'), 3),
      ],
    },
    ...perMetric,
    {
      ...{ id: 'accuracy', title: metricName(accuracy), yTitle: metricUnit(accuracy), marks },
      curves: [
        { ...train('accuracy', t('Train'), 1), y: percentages(store.column(run, 'accuracy')) },
        valid(accuracy, t('Validation'), 2),
      ],
    },
    ...[
      train('learningRate', t('Learning rate'), 0),
      train('gradientNorm', t('Gradient norm'), 0),
      ...(hasValues(store.column(run, 'effectiveSize')) ? [train('effectiveSize', t('Effective sample size'), 0)] : []),
      speed,
    ].map((curve): RunChart => ({ id: curve.id, title: curve.label, yTitle: '', curves: [curve], marks: [] })),
  ];
}

/** Importance weights are there from the first step on, or never. */
const hasValues = (column: Float32Array): boolean => column.length > 0 && Number.isFinite(column[0]);

/** Computed once for each state of the columns, which are new objects when they change. */
const places = new WeakMap<Float32Array, Map<string, Float64Array>>();
const noColumn = new Float32Array(0);

function stepPlaces(axis: XAxis, count: number, column: Float32Array = noColumn): Float64Array {
  const known = places.get(column) ?? new Map<string, Float64Array>();
  places.set(column, known);
  const key = `${axis} ${count}`;
  const x = known.get(key) ?? xOfSteps(axis, count, column);
  // Of steps alone only the newest count is asked for again.
  if (column === noColumn) known.clear();
  return known.set(key, x).get(key) as Float64Array;
}

const percentagesByShares = new WeakMap<Float32Array, Float32Array>();

function percentages(shares: Float32Array): Float32Array {
  const values = percentagesByShares.get(shares) ?? inPercent(shares);
  percentagesByShares.set(shares, values);
  return values;
}

const speedsByTokens = new WeakMap<Float32Array, Float32Array>();

function speeds(store: RunStore, run: string): Float32Array {
  const [tokens, milliseconds] = [store.column(run, 'tokens'), store.column(run, 'milliseconds')];
  const known = speedsByTokens.get(tokens);
  if (known?.length === Math.min(tokens.length, milliseconds.length)) return known;
  const values = tokensPerSecond(tokens, milliseconds);
  speedsByTokens.set(tokens, values);
  return values;
}

function marksOf(events: readonly RunEvent[], x: Float64Array, axis: XAxis): Mark[] {
  const best = events.findLast((event) => event.kind === 'checkpoint' && event.name === 'best');
  return events.flatMap((event) => {
    const mark = markOf(event, event === best);
    return mark === undefined ? [] : [{ ...mark, x: xOfStep([mark.x], x, axis)[0] ?? 0 }];
  });
}

/** The mark at its step. Only what ends or changes a run, or can be gone back to, is worth one. */
function markOf(event: RunEvent, isBest: boolean): Mark | undefined {
  switch (event.kind) {
    case 'checkpoint':
      return isBest
        ? { x: event.step, kind: 'best', label: t('Best checkpoint') }
        : { x: event.step, kind: 'checkpoint', label: t('Checkpoint') };
    case 'warning':
      return { x: event.step, kind: 'warning', label: inShort(event.message) };
    case 'resumed':
      return { x: event.fromStep, kind: 'resumed', label: t('Resumed') };
    case 'ended':
      return { x: event.step, kind: event.state, label: inShort(event.reason) };
    default:
      return undefined;
  }
}

const longestLabel = 200;

/** The list of events has all of it. */
const inShort = (text: string): string =>
  visibleText(text.length > longestLabel ? `${text.slice(0, longestLabel)}…` : text);
