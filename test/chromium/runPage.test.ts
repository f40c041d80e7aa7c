import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToPage } from '../../src/pages/protocol.ts';
import { accessibilityViolations } from './axe.ts';
import { type HarnessPage, openPage, type PageOptions } from './pageHarness.ts';
import {
  recordedEvents,
  recordedInit,
  recordedRun,
  recordedSample,
  recordedSamples,
  recordedSeries,
  recordedView,
  run,
} from './recordedRun.ts';
import { themes } from './themes.ts';

const script = 'webview/run';

async function openRun(options: Partial<PageOptions> = {}): Promise<HarnessPage> {
  const opened = await openPage({ script, messages: recordedRun(), ...options });
  opened.page.setDefaultTimeout(10_000);
  return opened;
}

for (const theme of themes) {
  for (const width of [1280, 400]) {
    test(`${theme}, ${width} px: nothing is wrong, neither for axe nor for the content security policy`, async () => {
      const opened = await openRun({ theme, width, height: 900 });
      await opened.page.getByRole('heading', { name: 'ls', exact: true }).waitFor();
      await opened.page.getByText('Baumwolle').first().waitFor();
      await opened.page.getByRole('button', { name: 'men', exact: true }).first().focus();
      await opened.page.getByRole('tooltip').waitFor();
      assert.deepEqual(await accessibilityViolations(opened.page), []);
      const scrollWidth = await opened.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(scrollWidth <= width, `${scrollWidth} px wide`);
      await opened.screenshot(`run-${theme}-${width}`);
      assert.deepEqual(await opened.problems(), []);
      await opened.close();
    });
  }
}

test('a run is told as it stands, and as it goes on', async () => {
  const opened = await openRun();
  const { page } = opened;
  const status = page.getByRole('status').filter({ hasText: /Running|Done/ });
  await status.getByText('Running').waitFor();
  assert.equal(await page.getByRole('progressbar').getAttribute('value'), String(2200 / 2560));
  await page.getByText('1 min 5 s left').waitFor();
  await page.getByRole('row', { name: 'Best validation 2.173 35.82' }).waitFor();

  const tested = { ...recordedView(2560).state.last, kind: 'tested', nll: 2.2, scores: { bleu: 37.5, chrf: 58 } };
  const done = recordedView(2560, { canStop: false });
  Object.assign(done.state, { status: 'done', tested });
  await opened.post({ type: 'runs', all: true, runs: [done] });
  await status.getByText('Done').waitFor();
  await page.getByRole('row', { name: 'Test 2.2 37.5 58' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Stop' }).count(), 0);
  await opened.close();
});

test('the page asks for what it draws, once it is told that it may', async () => {
  const opened = await openRun({ messages: [recordedInit()] });
  const { runs, columns } = await opened.sentOfType('watch');
  assert.deepEqual(runs, [run]);
  assert.ok(columns.includes('nll') && columns.includes('milliseconds'));
  assert.deepEqual(
    (await opened.sent()).map(({ type }) => type),
    ['ready', 'watch'],
  );
  await opened.close();
});

test('buttons send intents; without trust nothing that runs code is offered', async () => {
  const opened = await openRun();
  for (const [name, type] of [
    ['Stop', 'stop'],
    ['Compare', 'compare'],
    ['Open experiment', 'openExperiment'],
    ['Open log', 'openLog'],
    ['Open as document', 'openSamples'],
  ] as const) {
    await opened.page.getByRole('button', { name, exact: true }).click();
    await opened.sentOfType(type);
  }
  assert.ok(await opened.page.getByRole('button', { name: 'Stopping…' }).isDisabled());

  const stopped = recordedView(2200, { canStop: false, canResume: true });
  stopped.state.status = 'stopped';
  const shown: ToPage = { type: 'runs', all: true, runs: [stopped] };
  await opened.post(shown);
  await opened.page.getByRole('button', { name: 'Resume', exact: true }).click();
  assert.equal((await opened.sentOfType('resume')).run, run);
  await opened.close();

  const untrusted = await openRun({ messages: [recordedInit(false), shown] });
  await untrusted.page.getByRole('button', { name: 'Open log' }).waitFor();
  for (const name of ['Resume', 'Run again']) {
    assert.equal(await untrusted.page.getByRole('button', { name, exact: true }).count(), 0, name);
  }
  await untrusted.close();
});

test('with the keyboard alone: from token to token, a popover at each, Escape closes it', async () => {
  const opened = await openRun();
  const { page } = opened;
  const tokens = page.getByRole('group', { name: 'Tokens' }).first();
  await page
    .getByRole('button', { name: /^Reference/ })
    .first()
    .focus();
  await page.getByRole('tooltip').getByText('Log-probability').waitFor();
  await page.keyboard.press('Tab');
  const popover = page.getByRole('tooltip');
  await popover.getByText('Trained towards').waitFor();
  assert.match((await popover.textContent()) ?? '', /Probability90\.0 %Rank1Entropy0\.4 nats/);
  await page.keyboard.press('ArrowRight');
  await popover.getByText('45.0 %').waitFor();
  await page.keyboard.press('Escape');
  await popover.waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await popover.waitFor();
  await page.keyboard.press('End');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), '</s>');
  await page.keyboard.press('Tab');
  assert.equal(await tokens.evaluate((list) => list.contains(document.activeElement)), false, 'one stop of Tab');
  await opened.close();
});

test('everything that can be used is reached by Tab', async () => {
  const opened = await openRun();
  const { page } = opened;
  await page.getByText('Baumwolle').first().waitFor();
  const reached = new Set<string>();
  for (let stop = 0; stop < 150; stop += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement;
      const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
      return element === document.body ? undefined : label?.trim();
    });
    if (name === undefined) break;
    reached.add(name);
  }
  for (const name of ['Stop', 'Open log', 'x axis', 'Log y', 'Open as document']) {
    assert.ok(reached.has(name), `${name} among ${[...reached].join(' | ')}`);
  }
  await opened.close();
});

test('the slider of steps asks for their samples, one request at a time, and keeps what is shown meanwhile', async () => {
  const opened = await openRun();
  const { page } = opened;
  await page.getByText('Baumwolle').first().waitFor();
  const slider = page.getByRole('slider', { name: 'Step' });
  const width = async () => (await slider.locator('~ output').boundingBox())!.width;
  const widest = await width();
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  assert.equal(await width(), widest, 'nothing moves while the slider does');
  await page.waitForFunction(() => window.vsCode.sent.some(({ type }) => type === 'showSamples'));
  const asked = async () => (await opened.sent()).filter((message) => message.type === 'showSamples');
  assert.deepEqual(
    (await asked()).map(({ step }) => step),
    [2000],
  );
  for (const _ of [1, 2]) await page.keyboard.press('ArrowLeft');
  await page.getByRole('status').filter({ hasText: '1,600' }).waitFor();
  assert.equal((await asked()).length, 1);
  assert.equal(await page.getByText('Baumwolle').count(), 3);
  const answer = recordedSamples(2000);
  await opened.post(answer);
  await page.waitForFunction(() => window.vsCode.sent.filter(({ type }) => type === 'showSamples').length === 2);
  assert.equal((await asked())[1]?.step, 1600);
  const other = recordedSample({ step: 1600, source: 'Ein anderer Satz.' });
  await opened.post({ ...recordedSamples(1600), samples: [other] });
  await page.getByText('Ein anderer Satz.').waitFor();
  await opened.close();
});

test('the pointer over a token opens its popover, which stays while the pointer is over it', async () => {
  const opened = await openRun();
  const { page } = opened;
  await page.getByRole('button', { name: 'men', exact: true }).first().hover();
  const popover = page.getByRole('tooltip');
  await popover.hover();
  await page.waitForTimeout(500);
  await popover.getByText('Trained towards').waitFor();
  await page.getByRole('heading', { name: 'ls', exact: true }).hover();
  await popover.waitFor({ state: 'detached' });
  await opened.close();
});

test('the configuration is filtered as one types', async () => {
  const opened = await openRun();
  const { page } = opened;
  await page.getByRole('textbox', { name: 'Filter the configuration' }).fill('epsilon');
  await page.getByText('kind', { exact: true }).first().waitFor({ state: 'detached' });
  const rows = await page.getByRole('complementary').getByRole('term').allTextContents();
  assert.deepEqual(rows, ['targets.epsilon', 'optimizer.epsilon']);
  await opened.close();
});

test('layout is kept and restored, with what the host opens the page anew by', async () => {
  const opened = await openRun();
  const { page } = opened;
  await page.getByRole('slider', { name: 'Smoothing' }).press('Home');
  await page.getByRole('checkbox', { name: 'Log y' }).click();
  await page.getByRole('button', { name: 'Configuration' }).click();
  await page.evaluate(() => window.scrollTo(0, 600));
  await page.waitForFunction(() => (window.vsCode.state as { scroll?: number } | undefined)?.scroll === 600);
  const state = (await opened.state()) as Record<string, unknown>;
  assert.deepEqual(
    { page: state.page, runs: state.runs, smoothing: state.smoothing, yLog: state.yLog, closed: state.closed },
    { page: 'run', runs: [run], smoothing: 0, yLog: true, closed: ['configuration'] },
  );
  await opened.close();

  const again = await openRun({ state });
  await again.page.waitForFunction(() => window.scrollY === 600);
  assert.equal(await again.page.getByRole('slider', { name: 'Smoothing' }).inputValue(), '0');
  assert.equal(await again.page.getByText('label-smoothing').count(), 0);
  await again.close();
});

test('a state that another version saved, or a vandal, does no harm', async () => {
  const opened = await openRun({
    state: { page: 'run', runs: 7, smoothing: 'much', first: -3, closed: [{}], scroll: null },
  });
  await opened.page.getByText('label-smoothing').waitFor();
  assert.deepEqual(await opened.problems(), []);
  await opened.close();
});

test('a host of another version has the page reloaded', async () => {
  const init = { ...recordedInit(), version: 99, page: { unheard: 'of' } } as unknown as ToPage;
  const opened = await openRun({ messages: [init, ...recordedRun().slice(1)] });
  await opened.page.getByRole('heading', { name: 'Smoothing Lab was updated' }).waitFor();
  await opened.close();
});

test('a message that cannot be used is reported, and the next one is', async () => {
  const opened = await openRun({ messages: [recordedInit()] });
  await opened.post({ type: 'series', run, column: 'nll', from: 5, values: new Float32Array(1).buffer });
  assert.match((await opened.sentOfType('fault')).message, /from 5 on cannot follow the first 0/);
  await opened.post({ type: 'events', run } as unknown as ToPage, {
    type: 'runs',
    all: true,
    runs: [recordedView(100)],
  });
  await opened.page.getByRole('heading', { name: 'ls', exact: true }).waitFor();
  await opened.close();
});

test('what went wrong is told in the page until it is dismissed', async () => {
  const opened = await openRun();
  await opened.post({ type: 'notice', severity: 'error', message: 'events.jsonl cannot be read' });
  const alert = opened.page.getByRole('alert');
  await alert.getByText('events.jsonl cannot be read').waitFor();
  assert.deepEqual(await accessibilityViolations(opened.page), []);
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await alert.getByText('events.jsonl').waitFor({ state: 'detached' });
  await opened.close();
});

test('a popover closes when what it explains is replaced', async () => {
  const opened = await openRun();
  await opened.page.getByRole('button', { name: 'men', exact: true }).first().focus();
  await opened.page.getByRole('tooltip').waitFor();
  await opened.post(recordedSamples(2200));
  await opened.page.getByRole('tooltip').waitFor({ state: 'detached' });
  await opened.close();
});

test('a run that is gone says so', async () => {
  const opened = await openRun();
  await opened.post({ type: 'runs', all: true, runs: [] });
  await opened.page.getByRole('heading', { name: 'This run is gone' }).waitFor();
  assert.deepEqual(await opened.problems(), []);
  await opened.close();
});

test('a live run: a message every 100 ms for 3 s moves nothing and loses nothing', async () => {
  const opened = await openRun();
  const { page } = opened;
  await page.getByText('Baumwolle').first().waitFor();
  const place = () =>
    page.getByRole('heading', { name: 'Events' }).evaluate((heading) => heading.getBoundingClientRect().top);
  await page.waitForTimeout(500);
  const before = await place();
  const series = recordedSeries(2230);
  for (let from = 2200; from < 2230; from += 1) {
    const grown = series.map((message) => {
      assert.ok(message.type === 'series');
      return { ...message, from, values: message.values.slice(4 * from, 4 * from + 4) };
    });
    await opened.post(...grown, { type: 'runs', all: true, runs: [recordedView(from + 1)] });
    await page.waitForTimeout(100);
  }
  await page.getByText('step 2,230 of 2,560').waitFor();
  assert.equal(await place(), before);
  assert.deepEqual(await opened.problems(), []);
  await opened.close();
});

test('events of a resumed run replace those that it voids', async () => {
  const opened = await openRun();
  const { page } = opened;
  await page.getByRole('heading', { name: 'Events (36)' }).waitFor();
  await opened.post({
    type: 'events',
    run,
    from: 20,
    events: [{ kind: 'resumed', time: '2024-05-01T12:00:00Z', fromStep: 1200 }],
  });
  await page.getByRole('heading', { name: 'Events (21)' }).waitFor();
  assert.equal(recordedEvents(2200).length, 36);
  await opened.close();
});
