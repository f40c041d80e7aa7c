import { type Axis, toPixel } from './axis.ts';
import type { Mark } from './chartTypes.ts';

/** Marks that lie too close for buttons of their own. */
export interface MarkCluster {
  pixel: number;
  /** The most important among them. */
  kind: Mark['kind'];
  marks: Mark[];
}

/** Outlines in a square of 10. */
export const markShapes: Record<Mark['kind'], string> = {
  checkpoint: 'M5 1L9 5L5 9L1 5Z',
  warning: 'M5 1L9.5 9H.5Z',
  stopped: 'M1.5 1.5H8.5V8.5H1.5Z',
  failed: 'M2 .5L5 3.5L8 .5L9.5 2L6.5 5L9.5 8L8 9.5L5 6.5L2 9.5L.5 8L3.5 5L.5 2Z',
  resumed: 'M2 .5L9 5L2 9.5Z',
  best: 'M5 .3L6.4 3.4L9.8 3.7L7.2 6L8 9.4L5 7.6L2 9.4L2.8 6L.2 3.7L3.6 3.4Z',
  done: 'M.6 5.4L2.2 3.9L4 5.8L8 1.3L9.6 2.7L4.1 8.8Z',
};

const byImportance: readonly Mark['kind'][] = ['failed', 'warning', 'stopped', 'best', 'resumed', 'done', 'checkpoint'];

/** Checkpoints are many, and no line of theirs tells anything. */
export function hasLine({ kind }: MarkCluster): boolean {
  return kind !== 'checkpoint';
}

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
