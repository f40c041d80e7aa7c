import assert from 'node:assert/strict';
import { test } from 'node:test';
import { protocolVersion, type ToPage } from '../../src/pages/protocol.ts';
import { preview } from '../preview/previewed.ts';
import { accessibilityViolations } from './axe.ts';
import { type HarnessPage, openPage, type PageOptions } from './pageHarness.ts';
import { themes } from './themes.ts';

const everything =
  '{targets: {kind: label-smoothing, epsilon: 0.2}, weights: class-weights, inputs: soft-argmax, sequences: {kind: bleu-4, temperature: 0.25, samples: 2}}';
const of = { file: 'file:///work/toy.experiment.yaml', variant: 'it' };
const init: ToPage = {
  ...{ type: 'init', version: protocolVersion, page: 'preview', strings: {}, trusted: true, runs: [] },
  preview: of,
};
const shown = (variant: string): ToPage => ({ type: 'preview', preview: preview(variant) });
const made = preview(everything);
const messages: ToPage[] = [init, { type: 'preview', preview: made }];

async function openPreview(options: Partial<PageOptions> = {}): Promise<HarnessPage> {
  const opened = await openPage({ script: 'webview/preview', messages, ...options });
  opened.page.setDefaultTimeout(10_000);
  return opened;
}

for (const theme of themes) {
  for (const width of [1280, 400]) {
    test(`${theme}, ${width} px: nothing is wrong, neither for axe nor for the content security policy`, async () => {
      const opened = await openPreview({ theme, width, height: 2600 });
      const { page } = opened;
      await page.getByRole('application', { name: 'Distances of a batch' }).waitFor();
      await page.getByRole('group', { name: 'Tokens' }).first().getByRole('button').first().focus();
      await page.getByRole('tooltip').getByText('All others').waitFor();
      await page.waitForTimeout(300);
      await opened.screenshot(`preview-${theme}-${width}`);
      assert.deepEqual(await accessibilityViolations(page), []);
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(scrollWidth <= width, `${scrollWidth} px wide`);
      assert.deepEqual(await opened.problems(), []);
      await opened.close();
    });
  }
}

test('the page asks for its preview, says what is done meanwhile, and what went wrong', async () => {
  const opened = await openPreview({ messages: [init] });
  const { page } = opened;
  assert.deepEqual(await opened.sentOfType('showPreview'), {
    ...{ type: 'showPreview', choice: { split: 'train', sentences: 5 }, again: false },
  });
  await opened.post({ type: 'previewing', message: 'reading train' });
  await page.getByRole('status').filter({ hasText: 'Making the preview: reading train' }).waitFor();
  await opened.post({ type: 'notice', severity: 'error', message: 'toy.yaml:3:1: error: no' });
  await page.getByRole('alert').getByText('toy.yaml:3:1').waitFor();
  assert.equal(await page.getByRole('status').textContent(), '');
  await opened.post(shown('{}'));
  await page.getByRole('heading', { name: 'Sentences' }).waitFor();
  assert.equal(await page.getByRole('alert').textContent(), '');
  await opened.close();
});

test('another text, other sentences and another seed are other previews; the same can be asked for again', async () => {
  const opened = await openPreview();
  const { page } = opened;
  const seed = page.getByRole('spinbutton', { name: 'Seed' });
  await seed.fill('7');
  await seed.press('Tab');
  await page.getByRole('spinbutton', { name: 'Sentences' }).fill('1000');
  await seed.focus();
  await page.getByRole('button', { name: 'Preview again' }).click();
  const asked = (await opened.sent()).flatMap((message) =>
    message.type === 'showPreview' ? [[message.choice.seed, message.choice.sentences, message.again]] : [],
  );
  assert.deepEqual(asked, [
    [undefined, 5, false],
    [7, 5, false],
    [7, 100, false],
    [7, 100, true],
  ]);
  const state = (await opened.state()) as Record<string, unknown>;
  assert.deepEqual([state.page, state.of, state.seed], ['preview', of, 7]);
  await opened.close();
  const anew = await openPreview({ state });
  assert.deepEqual((await anew.sentOfType('showPreview')).choice, { split: 'train', sentences: 100, seed: 7 });
  await anew.close();
});

test('a sampled sequence has its changed words marked, and is explained as a whole and token by token', async () => {
  const opened = await openPreview();
  const { page } = opened;
  const { distance } = made.samples[1]!;
  const first = page.locator('.examples > li').first();
  await first.waitFor();
  assert.equal(await first.locator('.sequence').nth(2).locator('mark').count(), distance);
  assert.equal(await first.locator('.sequence').nth(1).locator('mark').count(), 0);
  await first
    .getByRole('button', { name: /^Hamming sample/ })
    .first()
    .focus();
  const popover = page.getByRole('tooltip');
  await popover.getByText('Importance weight').waitFor();
  await page.keyboard.press('Tab');
  await popover.getByText('Trained towards').waitFor();
  await opened.close();
});

test('what only a training knows is said in words, and what a variant has nothing of is not there', async () => {
  const opened = await openPreview({
    messages: [init, shown('{targets: {kind: kd, teacher: runs/a}, weights: focal}')],
  });
  const { page } = opened;
  await page.getByText("Not shown here: it depends on a teacher's output.").waitFor();
  await page.getByText("Not shown here: it depends on the model's own output in training.").waitFor();
  await page.getByText('What positions are trained towards is known in training alone.').waitFor();
  for (const name of ['Sampled sequences', 'Schedules', 'Values by word']) {
    assert.equal(await page.getByRole('heading', { name }).count(), 0, name);
  }
  await opened.close();
});

test('hostile words are text', async () => {
  const text = '<img src=x onerror=alert(1)>\u202e\u0007';
  const sample = { ...made.samples[0]!, text, source: text, tokens: [{ text, id: 9, target: [{ text, mass: 1 }] }] };
  const hostile = { ...made, variant: text, experiment: text, samples: [sample] };
  const opened = await openPreview({ messages: [init, { type: 'preview', preview: hostile }] });
  await opened.page.getByText('<img src=x').first().waitFor();
  assert.equal(await opened.page.locator('img').count(), 0);
  assert.deepEqual(await opened.problems(), []);
  await opened.close();
});

test('of a grid the page names the member that it shows', async () => {
  const member: ToPage = { type: 'preview', preview: { ...made, variant: 'it epsilon=0.2' } };
  const opened = await openPreview({ messages: [init, member] });
  await opened.page.getByRole('heading', { level: 1, name: 'it epsilon=0.2' }).waitFor();
  await opened.page.getByText('the first setting of the grid it').waitFor();
  await opened.post(shown('{}'));
  await opened.page.getByText('the first setting of the grid it').waitFor({ state: 'detached' });
  await opened.close();
});
