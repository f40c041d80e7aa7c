import { type Axis, toPixel } from './axis.ts';
import type { Mark } from './chartTypes.ts';

/** Marks that lie too close for buttons of their own. */
export interface MarkCluster {
  pixel: number;
  /** The most important among them. */
  kind: Mark['kind'];
  marks: Mark[];
}

const byImportance: readonly Mark['kind'][] = ['failed', 'warning', 'stopped', 'best', 'resumed', 'done', 'checkpoint'];

/** Width of a mark's button in pixels (charts.css). */
const width = 16;

/** Visible marks by their place, those less than a button apart in one. */
export function clusterMarks(marks: readonly Mark[], axis: Axis): MarkCluster[] {
  const clusters: MarkCluster[] = [];
  const visible = marks.filter(({ x }) => x >= axis.min && x <= axis.max).sort((left, right) => left.x - right.x);
  for (const mark of visible) {
    const pixel = toPixel(axis, mark.x);
    const last = clusters.at(-1);
    if (!last || pixel - last.pixel >= width) {
      clusters.push({ pixel, kind: mark.kind, marks: [mark] });
      continue;
    }
    last.marks.push(mark);
    if (byImportance.indexOf(mark.kind) < byImportance.indexOf(last.kind)) last.kind = mark.kind;
  }
  return clusters;
}
