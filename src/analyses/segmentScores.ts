import { bindToCorpus } from '../metrics/bindToCorpus.ts';
import type { References } from '../metrics/metric.ts';
import type { ChosenMetric } from '../metrics/partMetrics.ts';

/**
 * A function that scores any of the segments as a corpus. Each segment is looked at once, and a few numbers of it are
 * kept, so that scores of many parts of a text cost no more than one of the whole.
 */
export function segmentScores(
  outputs: readonly string[],
  references: References,
  chosen: readonly ChosenMetric[],
): (segments: readonly number[]) => Record<string, number> {
  const statistics = chosen.map((metric) => statisticsOf(outputs, references, metric));
  return (segments) =>
    Object.fromEntries(
      chosen.map(({ name, metric, parameters }, at) => [
        name,
        metric.scoreOf(sumOf(statistics[at]!, segments), parameters),
      ]),
    );
}

interface Statistics {
  width: number;
  /** [segments · width] */
  values: Float64Array;
}

function statisticsOf(
  outputs: readonly string[],
  references: References,
  { metric, parameters }: ChosenMetric,
): Statistics {
  const measure = bindToCorpus(metric, references, parameters);
  let [width, values] = [0, new Float64Array(0)];
  for (const [segment, output] of outputs.entries()) {
    const present = references.map((list) => list[segment]).filter((text) => text !== undefined);
    const ofSegment = measure.statistics(output, present);
    if (segment === 0) {
      width = ofSegment.length;
      values = new Float64Array(width * outputs.length);
    }
    values.set(ofSegment, segment * width);
  }
  return { width, values };
}

function sumOf({ width, values }: Statistics, segments: readonly number[]): Float64Array {
  const sums = new Float64Array(width);
  for (const segment of segments) for (let k = 0; k < width; k += 1) sums[k]! += values[segment * width + k]!;
  return sums;
}
