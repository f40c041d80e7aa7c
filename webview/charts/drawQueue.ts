/** Milliseconds of drawing a frame of the screen, after which it is shown and the other charts wait for the next one. */
const budget = 12;

/** Charts to be drawn, the one that waits longest first. */
const waiting = new Set<() => void>();
let scheduled = false;

/** Draws at the next frame of the screen that has room, however often it is asked to: many charts stay fluent together. */
export function drawSoon(draw: () => void): void {
  waiting.add(draw);
  schedule();
}

export function cancelDraw(draw: () => void): void {
  waiting.delete(draw);
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(drawWaiting);
}

function drawWaiting(): void {
  const end = performance.now() + budget;
  for (const draw of waiting) {
    waiting.delete(draw);
    draw();
    if (performance.now() >= end) break;
  }
  scheduled = false;
  if (waiting.size > 0) schedule();
}
