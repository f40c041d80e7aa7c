import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AnalysisName, analyses, analysisNames } from '../../src/analyses/registry.ts';
import { accessibilityViolations } from './axe.ts';
import { openPage } from './pageHarness.ts';
import { recordedAnalysis, recordedComparison, recordedRuns } from './recordedComparison.ts';
import { themes } from './themes.ts';

const script = 'webview/compare';
const runs = recordedRuns(200).slice(0, 6);
const messages = await recordedComparison({ runs });

for (const [at, theme] of themes.entries()) {
  const width = at % 2 === 0 ? 1280 : 400;
  test(`${theme}, ${width} px: analyses are legible, and nothing is wrong for axe`, async () => {
    const opened = await openPage({ script, theme, width, height: 1400, messages });
    const title = opened.page.getByRole('heading', { name: 'Analyses' });
    await title.waitFor();
    for (const analysis of ['reliability', 'token-frequencies']) {
      await opened.post(recordedAnalysis(runs, 'valid', analysis));
      await opened.page.waitForTimeout(200);
      await opened.page.getByRole('button', { name: 'Points:' }).last().press('Enter');
      await title.evaluate((element) => element.scrollIntoView());
      await opened.page.waitForTimeout(200);
      const scrollWidth = await opened.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(scrollWidth <= width, `${analysis}: ${scrollWidth} px wide`);
      await opened.screenshot(`analyses-${analysis}-${theme}-${width}`);
    }
    assert.deepEqual(await accessibilityViolations(opened.page), []);
    assert.deepEqual(await opened.problems(), []);
    await opened.close();
  });
}

test('every analysis is shown with its figures', async () => {
  const opened = await openPage({ script, messages, height: 1400 });
  const expected: Record<string, RegExp> = {
    reliability: /mle3\d?0\.\d{4} ± 0\.\d{4}/,
    'beam-probabilities': /mle30\.\d{4} ± 0\.\d{4}/,
    lengths: /mle3\d\.\d\d|mle30\.\d{4}/,
    ngrams: /mle30\.\d{4}/,
    'token-frequencies': /mle3\d?\.?\d*/,
  };
  const { available } = recordedAnalysis(runs, 'valid', 'lengths') as { available: string[] };
  assert.deepEqual(
    available,
    analysisNames.filter((name) => name !== 'confusions'),
  );
  for (const name of available) {
    await opened.post(recordedAnalysis(runs, 'valid', name));
    const section = opened.page.getByRole('region', { name: 'Analyses', exact: true });
    await section.getByText(analyses[name as AnalysisName].description).waitFor();
    await opened.page.waitForTimeout(100);
    if (expected[name]) {
      const figures = section.getByRole('region', { name: 'Figures:' });
      const row = figures.getByRole('row').filter({ has: opened.page.getByRole('rowheader', { name: 'mle' }) });
      assert.match(
        ((await row.textContent()) ?? '').replaceAll(/\s/g, (sign) => (sign === ' ' ? ' ' : '')).trim(),
        expected[name],
      );
    }
  }
  assert.deepEqual(await opened.problems(), []);
  await opened.close();
});

test('analysis and text are chosen by keyboard, kept over a reload, and saved as files', async () => {
  const opened = await openPage({ script, messages, height: 1400 });
  const first = await opened.sentOfType('showAnalysis');
  assert.deepEqual(first, { type: 'showAnalysis', split: 'valid', analysis: '' });
  await opened.page.getByRole('combobox', { name: 'Text that is analysed' }).focus();
  await opened.page.keyboard.press('ArrowDown');
  await opened.page.getByRole('combobox', { name: 'Analysis', exact: true }).focus();
  await opened.page.keyboard.press('ArrowDown');
  await opened.page.waitForFunction(() =>
    window.vsCode.sent.some((message) => message.type === 'showAnalysis' && message.analysis === 'frequency-split'),
  );
  const asked = (await opened.sent()).filter((message) => message.type === 'showAnalysis').at(-1);
  assert.deepEqual(asked, { type: 'showAnalysis', split: 'test', analysis: 'frequency-split' });
  await opened.post(recordedAnalysis(runs, 'test', 'frequency-split'));
  await opened.page.getByRole('button', { name: 'Points: splits', expanded: false }).press('Enter');
  await opened.page.getByRole('rowheader', { name: 'least frequent' }).waitFor();

  await opened.page.getByRole('button', { name: 'Analysis as CSV' }).press('Enter');
  const { name, content } = await opened.sentOfType('save');
  assert.equal(name, 'analysis-frequency-split.csv');
  const lines = String(content).split('\r\n');
  assert.equal(lines[0], 'analysis,text,variant,seed,step,profile,point,name,value');
  assert.match(lines[1] as string, /^frequency-split,test,mle,1,1750,splits,most frequent,segments,13$/);
  await opened.page.getByRole('button', { name: 'Analysis as JSON' }).press('Enter');
  const saved = (await opened.sent()).filter((message) => message.type === 'save').at(-1);
  assert.equal(JSON.parse(String(saved?.content)).runs.length, 6);

  const state = await opened.state();
  await opened.close();
  const anew = await openPage({ script, messages, state });
  assert.deepEqual(await anew.sentOfType('showAnalysis'), asked);
  await anew.close();
});

test('hostile names in analyses are shown as they are, and runs without analyses say so', async () => {
  const evil = '<img src=x onerror="window.evil=1">\u202e';
  const opened = await openPage({ script, messages });
  const result = { figures: { [evil]: 1 }, profiles: { [evil]: { labels: [evil], columns: { [evil]: [1] } } } };
  const run = { label: evil, run: '/r', seed: 1, step: 5, result };
  await opened.post({ type: 'analyses', split: 'valid', analysis: evil, available: [evil], runs: [run] });
  await opened.page.getByRole('region', { name: 'Points: <img' }).waitFor();
  assert.equal(await opened.page.evaluate(() => 'evil' in window), false);
  assert.equal(await opened.page.locator('img').count(), 0);
  await opened.post({ type: 'analyses', split: 'valid', analysis: '', available: [], runs: [] });
  await opened.page.getByText('None of these runs has analyses of this text.').waitFor();
  assert.deepEqual(await opened.problems(), []);
  await opened.close();
});
