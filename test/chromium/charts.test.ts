import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithin } from '../withinTime.ts';
import { accessibilityViolations } from './axe.ts';
import type { ChartPage } from './charts.page.tsx';
import { type HarnessPage, openPage } from './pageHarness.ts';
import { themes } from './themes.ts';

declare global {
  interface Window {
    chartPage: ChartPage;
  }
}

const script = 'test/chromium/charts.page';

async function showing(names: string[], options: Partial<Parameters<typeof openPage>[0]> = {}): Promise<HarnessPage> {
  const harness = await openPage({ script, ...options });
  await harness.page.evaluate((scenes) => window.chartPage.show(scenes), names);
  await harness.page.getByRole('application').first().waitFor();
  return harness;
}

/** Share of the canvas's pixels that are not of its background. */
const inked = ({ page }: HarnessPage) =>
  page
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let ink = 0;
      for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) ink += 1;
      return ink / (data.length / 4);
    });

for (const theme of themes) {
  test(`${theme}: curves are drawn, and axe finds nothing`, async () => {
    const harness = await showing(['variants', 'logarithmic', 'many'], { theme, height: 1200 });
    assert.ok((await inked(harness)) > 0.05);
    await harness.page.getByRole('application').first().hover();
    await harness.page.getByRole('button', { name: 'Values as a table' }).first().click();
    await harness.page.getByRole('button', { name: 'Save as a file' }).first().click();
    assert.deepEqual(await accessibilityViolations(harness.page), []);
    assert.deepEqual(await harness.problems(), []);
    await harness.screenshot(`charts-${theme}`);
    await harness.close();
  });
}

test('a page 400 pixels wide needs no sideways scrolling', async () => {
  const harness = await showing(['variants', 'many'], { width: 400, height: 1000 });
  assert.equal(await harness.page.evaluate(() => document.documentElement.scrollWidth), 400);
  await harness.screenshot('charts-400');
  await harness.close();
});

test('nothing, one point, gaps, no number, zeros on a log axis, huge and tiny values are drawn or told', async () => {
  const states = ['empty', 'one', 'gaps', 'notANumber', 'zeros', 'tiny', 'gigantic'];
  const harness = await showing(states, { height: 2300 });
  const { page } = harness;
  for (const told of [
    'No values yet',
    'No value is a finite number',
    '2 values are infinite or no number: the curve has gaps there.',
    '2 values are zero or negative: on a logarithmic axis they lie below the frame.',
  ]) {
    assert.equal(await page.getByText(told, { exact: true }).count(), 1, told);
  }
  assert.deepEqual(await accessibilityViolations(page), []);
  assert.deepEqual(await harness.problems(), []);
  await harness.screenshot('charts-states');
  await harness.close();
});

test('by keyboard alone: the cursor is read out, curves are chosen, zoom and reset', async () => {
  const harness = await showing(['variants']);
  const { page } = harness;
  const status = page.getByRole('status').first();
  const says = (pattern: RegExp) => status.filter({ hasText: pattern }).waitFor({ timeout: 5000 });
  await page.getByRole('application').focus();
  await page.keyboard.press('End');
  await says(/^step 5,000: .+, 1 of \d$/);
  await page.keyboard.press('Home');
  await says(/^step 1: .+, 1 of 3$/);
  await page.keyboard.press('ArrowDown');
  await says(/^step 1: .+, 2 of 3$/);
  await page.keyboard.press('ArrowRight');
  await says(/^step [2-9]: .+ of 3$/);
  await page.keyboard.press('Shift+ArrowRight');
  await says(/^step 1\d\d: .+ of \d$/);
  for (const key of ['+', '+', 'PageDown']) await page.keyboard.press(key);
  const range = await page.evaluate(() => window.chartPage.group.range);
  assert.ok(range && range.max - range.min < 3000);
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => window.chartPage.group.range), undefined);
  await harness.close();
});

test('the legend hides curves and shows one alone; arrows move within toolbar and legend', async () => {
  const harness = await showing(['variants']);
  const { page } = harness;
  const curve = page.getByRole('button', { name: 'mle', exact: true });
  assert.equal(await curve.getAttribute('aria-pressed'), 'true');
  const all = await inked(harness);
  await curve.click();
  assert.equal(await curve.getAttribute('aria-pressed'), 'false');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.ok((await inked(harness)) < all);
  await page.getByRole('button', { name: 'Only ls-0.1' }).click();
  assert.equal(
    await page.getByRole('button', { name: 'kd-teacher-α0.5', exact: true }).getAttribute('aria-pressed'),
    'false',
  );
  await page.getByRole('button', { name: 'Zoom in' }).focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Zoom out');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Vector picture (SVG)');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Save as a file');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.getByRole('button', { name: 'All points (CSV)' }).count(), 0);
  assert.equal(await page.getByRole('toolbar').first().locator('[tabindex="0"]').count(), 1);
  await harness.close();
});

test('dragging selects, Shift and dragging pans, Ctrl and the wheel zooms, a plain wheel scrolls the page', async () => {
  const harness = await showing(['variants', 'logarithmic', 'many'], { height: 500 });
  const { page } = harness;
  const range = () => page.evaluate(() => window.chartPage.group.range);
  const { x, y, width } = (await page.getByRole('application').first().boundingBox())!;
  const drag = async (from: number, to: number) => {
    await page.mouse.move(x + from * width, y + 50);
    await page.mouse.down();
    await page.mouse.move(x + to * width, y + 52, { steps: 4 });
    await page.mouse.up();
  };
  await drag(0.25, 0.75);
  const selected = (await range())!;
  assert.ok(Math.abs(selected.min - 1250) < 20 && Math.abs(selected.max - 3750) < 20, JSON.stringify(selected));
  await page.keyboard.down('Shift');
  await drag(0.5, 0.25);
  await page.keyboard.up('Shift');
  const moved = (await range())!;
  assert.ok(Math.abs(moved.min - selected.min - 625) < 20, JSON.stringify(moved));
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await page.waitForFunction(
    (width) => {
      const now = window.chartPage.group.range!;
      return now.max - now.min < width;
    },
    moved.max - moved.min - 100,
  );
  await page.mouse.dblclick(x + width / 2, y + 50);
  assert.equal(await range(), undefined);
  await page.mouse.wheel(0, 120);
  await page.waitForFunction(() => document.scrollingElement!.scrollTop > 0);
  assert.equal(await range(), undefined);
  await harness.close();
});

test('files: PNG and SVG are pictures, SVG is well-formed, CSV and JSON have all points', async () => {
  const harness = await showing(['variants']);
  const { page } = harness;
  for (const name of ['Picture (PNG)', 'Vector picture (SVG)', 'All points (CSV)', 'All points (JSON)']) {
    await page.getByRole('button', { name: 'Save as a file' }).click();
    await page.getByRole('button', { name }).click();
  }
  await page.waitForFunction(() => window.chartPage.saved.length === 4);
  const found = await page.evaluate(async () => {
    const byName = new Map(window.chartPage.saved.map(({ name, content }) => [name, content]));
    const svg = byName.get('objective.svg') as string;
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
    const png = await createImageBitmap(new Blob([byName.get('objective.png')!]));
    return {
      names: [...byName.keys()].sort(),
      svgError: parsed.querySelector('parsererror')?.textContent ?? '',
      paths: parsed.querySelectorAll('path').length,
      png: [png.width, png.height],
      csvLines: (byName.get('objective.csv') as string).split('\n').length,
      jsonCurves: JSON.parse(byName.get('objective.json') as string).curves.length,
    };
  });
  assert.deepEqual(found.names, ['objective.csv', 'objective.json', 'objective.png', 'objective.svg']);
  assert.equal(found.svgError, '');
  assert.ok(found.paths > 20);
  assert.ok(found.png[0]! > 1800 && found.png[1]! > 500, `${found.png}`);
  assert.equal(found.csvLines, 1 + 12 * 5000 + 9 + 1);
  assert.equal(found.jsonCurves, 13);
  assert.deepEqual(await harness.problems(), []);
  await harness.close();
});

test('a change of theme is drawn at once', async () => {
  const harness = await showing(['variants'], { theme: 'light' });
  const { page } = harness;
  const colour = () => page.locator('.chart-sample path').first().getAttribute('stroke');
  const before = await colour();
  await page.evaluate(() => {
    document.body.className = 'vscode-dark';
  });
  await page.waitForFunction(
    (light) => document.querySelector('.chart-sample path')!.getAttribute('stroke') !== light,
    before,
  );
  await harness.close();
});

test('appended points are drawn, and the range follows them unless one zoomed', async () => {
  const harness = await showing(['empty']);
  const { page } = harness;
  const grow = (points: number) =>
    page.evaluate((length) => {
      const x = Array.from({ length }, (_, index) => index);
      window.chartPage.showCurves([{ id: 'live', label: 'live', series: 0, x, y: x.map((step) => 1 / (1 + step)) }], {
        revision: length,
        smoothing: 0,
      });
    }, points);
  await grow(10);
  await page.getByText('10 of 10 points').waitFor();
  await grow(5000);
  await page.getByText(/of 5,000 points/).waitFor();
  await page.evaluate(() => window.chartPage.group.setRange({ min: 100, max: 199 }));
  await page.getByText('100 of 100 points').waitFor();
  await grow(6000);
  await page.getByText('100 of 100 points').waitFor();
  await harness.close();
});

/** Milliseconds of the page's main thread, which other programs on the machine do not lengthen. */
async function mainThread(harness: HarnessPage): Promise<() => Promise<number>> {
  const session = await harness.page.context().newCDPSession(harness.page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
  };
}

test('20 curves of 100,000 points: drawn in 300 ms, panned and zoomed at 20 frames a second', async (context) => {
  const harness = await openPage({ script });
  const { page } = harness;
  const busy = await mainThread(harness);
  await page.evaluate(() => window.chartPage.prepare(100_000));
  const before = await busy();
  const first = await page.evaluate(async () => {
    const begin = performance.now();
    window.chartPage.show(['many']);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - begin;
  });
  const firstBusy = (await busy()) - before;
  const frames = 90;
  const begin = await busy();
  const times = await page.evaluate(async (count) => {
    const { group } = window.chartPage;
    const taken: number[] = [];
    for (let frame = 0; frame < count; frame += 1) {
      const start = performance.now();
      // From everything to a few hundred points, while the range moves on.
      const width = 100_000 / 1.06 ** frame;
      group.setRange({ min: 1 + 300 * frame, max: 1 + 300 * frame + width });
      await new Promise((done) => requestAnimationFrame(done));
      taken.push(performance.now() - start);
    }
    return taken.sort((one, other) => one - other);
  }, frames);
  const frameBusy = ((await busy()) - begin) / frames;
  context.diagnostic(
    `first draw ${first.toFixed(0)} ms (${firstBusy.toFixed(0)} ms of main thread), frames: ${frameBusy.toFixed(1)} ms of main thread, ` +
      `median ${times[frames / 2]!.toFixed(0)} ms, nine of ten within ${times[Math.floor(frames * 0.9)]!.toFixed(0)} ms`,
  );
  assert.ok(isWithin(300, firstBusy), `first draw: ${firstBusy} ms of main thread`);
  assert.ok(isWithin(50, frameBusy), `a frame: ${frameBusy} ms of main thread`);
  await harness.close();
});
