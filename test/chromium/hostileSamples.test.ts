import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToPage } from '../../src/pages/protocol.ts';
import type { SampleRecord } from '../../src/runs/events.ts';
import { isWithin } from '../withinTime.ts';
import { type HarnessPage, openPage } from './pageHarness.ts';
import { recordedRun, recordedSample, recordedView, run } from './recordedRun.ts';

const script = 'webview/run';

/** The run page with these samples at its newest step. */
async function openSamples(samples: SampleRecord[], total = samples.length): Promise<HarnessPage> {
  const messages = recordedRun().filter(({ type }) => type !== 'samples' && type !== 'sampleSteps');
  const shown: ToPage[] = [
    { type: 'sampleSteps', run, steps: [{ step: 2200, split: 'valid', count: total }] },
    { type: 'samples', run, step: 2200, split: 'valid', first: 0, total, samples },
  ];
  const opened = await openPage({ script, messages: [...messages, ...shown] });
  opened.page.setDefaultTimeout(10_000);
  return opened;
}

const attacks = [
  '<img src=x onerror="window.evil = true">',
  '<script>window.evil = true</script>',
  '</bdi></li><iframe srcdoc="<script>parent.evil = true</script>">',
  '"><svg onload=window.evil=true>',
  '[click](javascript:window.evil=true) {{constructor.constructor("window.evil=true")()}}',
];

test('markup is text, wherever it stands', async () => {
  const samples = attacks.map((text, example) =>
    recordedSample({
      ...{ step: 2200, example, text, source: text, reference: text },
      origin: text as SampleRecord['origin'],
      tokens: text.split(' ').map((part, id) => ({
        ...{ text: part, id, probability: 0.5, rank: 1 },
        runnersUp: [{ text: part, probability: 0.4 }],
      })),
      scores: { [text]: 1 },
    }),
  );
  const opened = await openSamples(samples);
  const view = recordedView(2200);
  Object.assign(view.manifest, {
    variant: attacks[0],
    experiment: attacks[1],
    settings: { [attacks[3] ?? '']: attacks[0] },
  });
  const warning = { kind: 'warning', time: 'no time <b>', step: 1, code: 'x', message: attacks[0] ?? '' } as const;
  await opened.post(
    { type: 'runs', all: true, runs: [view] },
    { type: 'events', run, from: 0, events: [warning] },
    { type: 'notice', severity: 'error', message: attacks[1] ?? '' },
  );
  const { page } = opened;
  await page.getByRole('heading', { name: attacks[0], exact: true }).waitFor();
  await page
    .getByRole('alert')
    .getByText(attacks[1] ?? '')
    .waitFor();
  const tokens = await page.locator('[data-token]').all();
  await tokens[0]?.focus();
  await page.getByRole('tooltip').waitFor();
  for (const element of ['img', 'iframe', 'script:not([src])', '#page svg[onload]']) {
    assert.equal(await page.locator(element).count(), 0, element);
  }
  assert.equal(await page.evaluate(() => 'evil' in window), false);
  assert.deepEqual(await opened.problems(), []);
  await opened.close();
});

test('directional and control characters are seen, and reach no neighbour', async () => {
  const text = 'safe \u202eesrever\u202c \u0000\u0007 \u2066isolate end';
  const arabic = recordedSample({
    step: 2200,
    example: 1,
    text: 'مرحبا بالعالم',
    reference: 'مرحبا',
    source: 'hello',
    tokens: [],
  });
  const opened = await openSamples([
    recordedSample({ step: 2200, text, reference: text, source: text, tokens: [] }),
    arabic,
  ]);
  const { page } = opened;
  await page.getByText('safe ⟨U+202E⟩esrever⟨U+202C⟩ ⟨U+0000⟩⟨U+0007⟩ ⟨U+2066⟩isolate end').first().waitFor();
  const { isHidden, direction } = await page.evaluate(() => ({
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    isHidden: /[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/.test(document.body.textContent),
    direction: [...document.querySelectorAll('.long-text bdi')].map((element) => getComputedStyle(element).direction),
  }));
  assert.equal(isHidden, false);
  assert.ok(direction.includes('rtl') && direction.includes('ltr'), 'each text has the direction of its script');
  await opened.close();
});

test('a line of a megabyte and thousands of tokens: shown in part, and the page answers', async () => {
  const text = 'word '.repeat(2 ** 20 / 5);
  const tokens = Array.from({ length: 5000 }, (_, id) => ({ text: 'word', id, probability: 0.5 }));
  const opened = await openSamples([recordedSample()]);
  const { page } = opened;
  await page.getByText('Baumwolle').first().waitFor();
  const reference = 'x'.repeat(2 ** 20);
  const more = page.getByRole('button', { name: /Show 100,000 more of 1,048,57/ });
  const arriving = await longestPause(opened, async () => {
    const sample = recordedSample({ step: 2200, text, reference, source: text, tokens });
    await opened.post({ type: 'samples', run, step: 2200, split: 'valid', first: 0, total: 1, samples: [sample] });
    await more.first().waitFor();
  });
  assert.ok((await page.evaluate(() => document.body.textContent.length)) < 40_000);
  const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(scrollWidth <= 1000, `${scrollWidth} px wide`);
  const showing = await longestPause(opened, async () => {
    await more.first().click();
    await page.waitForFunction(() => document.body.textContent.length > 100_000);
  });
  console.log(
    `1 MB line: longest pause ${Math.round(arriving)} ms, ${Math.round(showing)} ms for 100,000 characters more`,
  );
  assert.ok(isWithin(1000, Math.max(arriving, showing)), `paused for ${arriving} and ${showing} ms`);
  await opened.close();
});

test('100,000 samples: a page of them, and any other by its number', async () => {
  const samples = [0, 1, 2, 3, 4].map((example) => recordedSample({ step: 2200, example }));
  const opened = await openSamples(samples, 100_000);
  const { page } = opened;
  await page.getByText('to 5 of 100,000').waitFor();
  await page.getByRole('spinbutton', { name: 'Example' }).fill('99998');
  await page.keyboard.press('Enter');
  const { first, count } = await opened.sentOfType('showSamples');
  assert.deepEqual([first, count], [99_997, 5]);
  await opened.close();
});

test('figures that are no figures are left out', async () => {
  const sample = recordedSample({
    step: 2200,
    logProbability: null as unknown as number,
    weight: 'heavy' as unknown as number,
  });
  const opened = await openSamples([
    { ...sample, tokens: [{ text: 'a', id: 1, probability: null as unknown as number, runnersUp: 'none' as never }] },
  ]);
  await opened.page.locator('[data-token]').first().focus();
  await opened.page.getByRole('tooltip').waitFor();
  assert.doesNotMatch((await opened.page.getByRole('tooltip').textContent()) ?? '', /Probability|NaN|null/);
  assert.deepEqual(await opened.problems(), []);
  await opened.close();
});

/** The longest time between two frames while `action` runs. */
async function longestPause({ page }: HarnessPage, action: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const state = window as unknown as { longest: number };
    state.longest = 0;
    let last = performance.now();
    const frame = (now: number): void => {
      state.longest = Math.max(state.longest, now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await action();
  return page.evaluate(() => (window as unknown as { longest: number }).longest);
}
