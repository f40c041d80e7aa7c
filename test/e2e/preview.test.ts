import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experimentText } from './experiment.ts';
import { until } from './until.ts';
import { withVsCode } from './vscodeSession.ts';

const file = 'lab.experiment.yaml';
const shared = 'shared.yaml';
const included = 'training: { epochs: 1 }';
const title = 'Preview: ls (lab)';

test('a variant is previewed beside its file, anew when that is saved, and again after a reload', async () => {
  const lastLine = '  ls: { targets: { kind: label-smoothing, epsilon: 0.1 } }';
  const text = `include: ${shared}\n${experimentText({ lastLine }).replace(/^ {2}epochs: .*\n/m, '')}`;
  const files = { [file]: text, [shared]: included };
  await withVsCode({ name: 'preview', files }, async ({ page, workbench, problems, step }) => {
    const shows = (text: string | RegExp) =>
      until(`the preview shows ${text}`, 60_000, async () => {
        const preview = await workbench.webview(title);
        return (await preview.getByText(text).count()) > 0;
      });

    await step('lens', async () => {
      await workbench.ready();
      await workbench.openFile(file);
      await workbench.clickLens(/^Preview$/, { index: 1, count: 2 });
      await shows(/epsilon: 0\.1 /);
    });

    await step('saved', async () => {
      await workbench.focusEditor(file);
      await workbench.goTo(text.split('\n').indexOf(lastLine) + 1, lastLine.indexOf('0.1') + 4);
      await page.keyboard.press('Backspace');
      await page.keyboard.type('3');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+s');
      await shows(/epsilon: 0\.3 /);
    });

    await step('included', async () => {
      const planned = async () => (await workbench.webview(title)).getByText(/steps planned/).textContent();
      const before = await planned();
      await workbench.openFile(shared);
      await workbench.focusEditor(shared);
      await workbench.goTo(1, included.indexOf('1') + 2);
      await page.keyboard.press('Backspace');
      await page.keyboard.type('3');
      await page.keyboard.press('Control+s');
      await until('other steps are planned', 60_000, async () => (await planned()) !== before);
    });

    await step('reload', async () => {
      await workbench.reloadWindow();
      await shows(/epsilon: 0\.3 /);
    });

    assert.deepEqual(problems, []);
  });
});
