import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToPage } from '../../src/pages/protocol.ts';
import { isWithin } from '../withinTime.ts';
import { openPage } from './pageHarness.ts';
import { comparisonOf, recordedComparison, recordedRun } from './recordedComparison.ts';

const steps = 100_000;
const columns = ['nll', 'objective'];

interface Told {
  runs: string[];
  columns: string[];
  steps: number;
  /** Points of a chart's curves, as the page says; single seeds beside their mean do not count. */
  points: string;
}

/** Runs in the page: posts the curves of all runs and answers with the milliseconds until all are drawn. */
async function openingTime(told: Told): Promise<number> {
  const values = Float32Array.from({ length: told.steps }, (_, step) => 2 + 5 * Math.exp(-step / 9000));
  const messages = told.runs.flatMap((run, index) =>
    told.columns.map((column) => {
      // A multiplicative generator as noise: Math.random would be another curve every time.
      let state = index + 1;
      const noisy = values.map((value) => {
        state = (state * 48_271) % 2_147_483_647;
        return value + index / 50 + state / 2_147_483_647 - 0.5;
      });
      return { type: 'series', run, column, from: 0, values: noisy.buffer };
    }),
  );
  const drawn = () =>
    [...document.querySelectorAll('.chart-count')].filter(({ textContent }) => textContent?.includes(told.points))
      .length;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const begin = performance.now();
  for (const message of messages) window.postMessage(message, '*', [message.values]);
  while (drawn() < told.columns.length) await frame();
  // What was drawn in a frame is seen when the next one begins.
  await frame();
  return performance.now() - begin;
}

/** Runs in the page: turns the wheel in every frame and answers with the milliseconds of each. */
async function frameTimes(panning: boolean): Promise<number[]> {
  const surface = document.querySelector('.chart-surface') as HTMLElement;
  const { left, top, width, height } = surface.getBoundingClientRect();
  const place = { clientX: left + width / 3, clientY: top + height / 2, bubbles: true, cancelable: true };
  const times: number[] = [];
  let last = performance.now();
  for (let turn = 0; turn < 40; turn += 1) {
    const wheel = panning ? { deltaX: turn < 20 ? 25 : -25 } : { deltaY: turn < 20 ? -50 : 50, ctrlKey: true };
    surface.dispatchEvent(new WheelEvent('wheel', { ...place, ...wheel }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    times.push(performance.now() - last);
    last = performance.now();
  }
  return times;
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

async function measure(messages: readonly ToPage[], told: Told) {
  const opened = await openPage({ script: 'webview/compare', width: 1280, height: 900, messages });
  await opened.page.getByRole('rowheader', { name: 'v1', exact: true }).first().waitFor();
  const devtools = await opened.page.context().newCDPSession(opened.page);
  // The processor's time of the page's thread, which is the same however busy the machine is.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return 1000 * (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? Number.NaN);
  };
  const before = await spent();
  const opening = await opened.page.evaluate(openingTime, told);
  const openingWork = (await spent()) - before;
  const zooming = await opened.page.evaluate(frameTimes, false);
  await opened.page.getByRole('button', { name: 'Zoom in' }).first().click();
  const panning = await opened.page.evaluate(frameTimes, true);
  const frameWork = ((await spent()) - before - openingWork) / (zooming.length + panning.length);
  assert.deepEqual(await opened.problems(), []);
  await opened.close();
  return { opening, openingWork, zooming: mean(zooming), panning: mean(panning), frameWork };
}

for (const [name, variants, seeds, most] of [
  ['20 variants of one seed', 20, 1, 500],
  // Means and bands take more: 32 sequences a chart are smoothed, not 20.
  ['4 variants of 5 seeds', 4, 5, 750],
] as const) {
  test(`${name}, 100,000 points each: seen in ${most} ms, panned and zoomed at 20 frames a second`, async (context) => {
    const runs = Array.from({ length: variants * seeds }, (_, index) => {
      const variant = `v${Math.floor(index / seeds) + 1}`;
      return recordedRun({ variant, seed: (index % seeds) + 1, steps: 800, bleu: 30 + index / 4, nll: 2 + index / 40 });
    });
    const messages = [...(await recordedComparison({ runs, columns: [] })), ...comparisonOf(runs)];
    const points = `of ${(variants * steps).toLocaleString('en')} points`;
    const told = { runs: runs.map(({ view }) => view.run), columns, steps, points };
    // The machine may be busy with other things: the best of three tells what the page takes.
    const turns = [await measure(messages, told), await measure(messages, told), await measure(messages, told)];
    for (const turn of turns) context.diagnostic(JSON.stringify(turn, (_, value) => Math.round(value) || value));
    const best = (pick: (turn: (typeof turns)[number]) => number) => Math.min(...turns.map(pick));
    assert.ok(
      isWithin(
        most,
        best(({ openingWork }) => openingWork),
      ),
    );
    assert.ok(
      isWithin(
        50,
        best(({ frameWork }) => frameWork),
      ),
    );
  });
}
