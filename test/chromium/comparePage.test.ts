import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessibilityViolations } from './axe.ts';
import { openPage } from './pageHarness.ts';
import { recordedComparison, recordedGrid, recordedRuns } from './recordedComparison.ts';
import { themes } from './themes.ts';

const script = 'webview/compare';
const messages = await recordedComparison({ runs: recordedRuns() });

for (const theme of themes) {
  for (const width of [1280, 400]) {
    test(`${theme}, ${width} px: nothing is wrong, neither for axe nor for the content security policy`, async () => {
      const opened = await openPage({ script, theme, width, height: 1400, messages });
      await opened.page.getByRole('rowheader', { name: 'mle', exact: true }).first().waitFor();
      await opened.page.getByText('Boston Terrier').first().waitFor();
      await opened.page.waitForTimeout(300);
      const swatches = opened.page.locator('th svg, dt svg');
      const alignments = await swatches.evaluateAll((each) => each.map((svg) => getComputedStyle(svg).verticalAlign));
      assert.deepEqual([...new Set(alignments)], ['middle'], 'swatches stand in the middle of their lines');
      const scrollWidth = await opened.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(scrollWidth <= width, `${scrollWidth} px wide`);
      await opened.screenshot(`compare-${theme}-${width}`);
      assert.deepEqual(await accessibilityViolations(opened.page), []);
      assert.deepEqual(await opened.problems(), []);
      await opened.close();
    });
  }
}

test('runs are chosen by keyboard alone, and what was chosen is there after a reload', async () => {
  const opened = await openPage({ script, messages });
  await opened.page.getByRole('rowheader', { name: 'mle', exact: true }).first().waitFor();
  const { keyboard } = opened.page;
  await opened.page.getByRole('textbox', { name: 'Filter runs' }).focus();
  await keyboard.press('Tab');
  const tree = opened.page.getByRole('tree', { name: 'Runs' });
  // From the experiment to its first variant, which is opened; then to its first seed, which is taken out.
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'Space']) await keyboard.press(key);
  await tree.getByRole('treeitem', { name: 'Seed 1', checked: false }).waitFor();
  assert.equal(await tree.getByRole('treeitem', { name: 'mle' }).first().getAttribute('aria-checked'), 'mixed');
  const watched = (await opened.sent()).filter((message) => message.type === 'watch').at(-1);
  assert.equal(watched?.runs.length, 8);
  await keyboard.press('ArrowLeft');
  await keyboard.press('ArrowLeft');
  assert.equal(await tree.getByRole('treeitem', { name: 'Seed 1' }).count(), 0, 'the variant is closed');

  // Sorting, another base and another axis.
  await opened.page.getByRole('button', { name: 'Test BLEU' }).press('Enter');
  assert.equal(
    await opened.page.getByRole('columnheader', { name: 'Test BLEU' }).getAttribute('aria-sort'),
    'descending',
  );
  await opened.page.getByRole('radio', { name: 'Compare with ls' }).press('Space');
  const asked = (await opened.sent()).filter((message) => message.type === 'compareAgainst').at(-1);
  assert.deepEqual(asked, { type: 'compareAgainst', base: 'ls', metric: 'bleu' });

  const state = await opened.state();
  await opened.close();
  const anew = await openPage({ script, messages, state });
  await anew.page.getByRole('radio', { name: 'Compare with ls', checked: true }).waitFor();
  assert.equal(
    await anew.page.getByRole('columnheader', { name: 'Test BLEU' }).getAttribute('aria-sort'),
    'descending',
  );
  const again = (await anew.sent()).filter((message) => message.type === 'watch').at(-1);
  assert.equal(again?.runs.length, 8);
  await anew.close();
});

test('tables are copied and saved', async () => {
  const opened = await openPage({ script, messages });
  await opened.page.getByRole('button', { name: 'Copy as Markdown table' }).press('Enter');
  assert.match(
    (await opened.sentOfType('copy')).text,
    /^\| Variant \| Seeds \| Test BLEU \|.*\n\| --- \|.*\n\| mle \| 3 \| 37\.40 ± 0\.62/,
  );
  await opened.page.getByRole('button', { name: 'Curves as CSV' }).press('Enter');
  const { name, content } = await opened.sentOfType('save');
  assert.equal(name, 'curves.csv');
  const lines = String(content).split('\r\n');
  assert.equal(lines[0], 'variant,seed,step,nll,valid:nll,valid:bleu,objective');
  // Three seeds of two variants, two of the third and half of one; validations stand beside their steps.
  assert.equal(lines.length, 2 + 8 * 2000 + 1000);
  assert.match(lines[250] as string, /^mle,1,250,[\d.]+,[\d.]+,[\d.]+,[\d.]+$/);
  await opened.close();
});

test('hostile names and texts are shown as they are, and nothing of them runs', async () => {
  const evil = '<img src=x onerror="window.evil=1">\u202e';
  const runs = recordedRuns().slice(0, 2);
  for (const { view } of runs) Object.assign(view.manifest, { variant: evil, experiment: evil });
  const opened = await openPage({ script, messages: await recordedComparison({ runs }) });
  await opened.page.getByRole('rowheader', { name: '<img' }).first().waitFor();
  assert.equal(await opened.page.evaluate(() => 'evil' in window), false);
  assert.equal(await opened.page.locator('img').count(), 0);
  assert.deepEqual(await opened.problems(), []);
  await opened.close();
});

test('a grid is drawn against its setting, and its chosen member alone is among the metrics', async () => {
  const withGrid = await recordedComparison({ runs: [...recordedRuns(200), ...recordedGrid()] });
  const opened = await openPage({ script, messages: withGrid, height: 1400 });
  await opened.page.getByText('Validation BLEU chose ls epsilon=0.2: its test figures alone are told.').waitFor();
  const metrics = opened.page.getByRole('region', { name: 'Metrics of the variants' });
  await metrics.getByRole('rowheader', { name: 'ls epsilon=0.2' }).waitFor();
  assert.equal(await metrics.getByRole('rowheader', { name: 'ls epsilon=0.1' }).count(), 0);
  const grid = opened.page.getByRole('region', { name: 'BLEU by setting: ls' });
  assert.equal(await grid.getByRole('row').count(), 5);
  assert.match((await grid.getByRole('row', { name: '✓' }).textContent()) ?? '', /^0\.2/);
  await opened.page.getByRole('application', { name: 'BLEU against targets.epsilon' }).scrollIntoViewIfNeeded();
  await opened.screenshot('compare-grid');
  assert.deepEqual(await accessibilityViolations(opened.page), []);
  assert.deepEqual(await opened.problems(), []);
  await opened.close();
});
