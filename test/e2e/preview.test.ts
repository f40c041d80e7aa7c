import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experimentText } from './experiment.ts';
import { until } from './until.ts';
import { withVsCode } from './vscodeSession.ts';

const file = 'lab.experiment.yaml';

test('a variant is previewed beside its file, anew when that is saved, and again after a reload', async () => {
  const lastLine = '  ls: { targets: { kind: label-smoothing, epsilon: 0.1 } }';
  const text = experimentText({ epochs: 1, lastLine });
  const files = { [file]: text };
  await withVsCode({ name: 'preview', files }, async ({ page, workbench, problems, step }) => {
    const shows = (text: string | RegExp) =>
      until(`the preview shows ${text}`, 60_000, async () => {
        const preview = await workbench.webview('Preview: ls');
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

    await step('reload', async () => {
      await workbench.reloadWindow();
      await shows(/epsilon: 0\.3 /);
    });

    assert.deepEqual(problems, []);
  });
});
