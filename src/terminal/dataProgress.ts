import type { DataProgress } from '../data/dataProgress.ts';
import { formatCount } from './numbers.ts';
import type { DisplayStream } from './runDisplay.ts';
import { printable } from './textWidth.ts';

const redrawMilliseconds = 200;

/** Tells the preparation of the data: on a terminal in a line that is redrawn, elsewhere a line for each stage. */
export function dataProgressLines(stream: DisplayStream): DataProgress {
  let shown = '';
  let drawnAt = Number.NEGATIVE_INFINITY;
  return ({ stage, name, done, total }) => {
    const title = `${stage} ${printable(name)}`;
    const complete = total !== undefined && done >= total;
    if (!stream.isTTY) {
      if (title !== shown) stream.write(`Data: ${title}\n`);
      shown = title;
      return;
    }
    const now = performance.now();
    if (!complete && now - drawnAt < redrawMilliseconds) return;
    drawnAt = now;
    const share = total ? ` ${Math.floor((100 * done) / total)} %` : ` ${formatCount(done)}`;
    stream.write(`\r\u001b[KData: ${title}${share}${complete ? '\n' : ''}`);
  };
}
