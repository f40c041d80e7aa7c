import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { baseFiles, baseText } from '../experiment/base.ts';
import { withVsCode } from './vscodeSession.ts';

const file = 'lab.experiment.yaml';
const text = `include: common.yaml\n${baseText}`;
const lines = text.split('\n');

test('completion, hovers, included files and new experiments', async () => {
  const texts = baseFiles.map((name) => [name, 'a\n']);
  const files = { [file]: text, 'common.yaml': 'samples: 4\n', ...Object.fromEntries(texts) };
  await withVsCode({ name: 'authoring', files }, async ({ profile, page, workbench, problems, step }) => {
    await step('open', async () => {
      await workbench.ready();
      await workbench.openFile(file);
      await workbench.lens('Run all (6 runs)').waitFor();
      await workbench.problems(0).waitFor();
    });

    await step('completion-while-typing', async () => {
      await workbench.focusEditor(file);
      await workbench.goTo(lines.findIndex((line) => line.includes('epochs')) + 1, 12);
      await page.keyboard.press('Enter');
      await page.keyboard.type('cl');
      await workbench.suggestion(/^clip/).waitFor();
      await page.keyboard.press('Enter');
      await page.keyboard.type('1');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Enter');
      await page.keyboard.type('opt');
      await workbench.suggestion(/^optimizer/).waitFor();
      await page.keyboard.press('Enter');
      // The key's values are offered at once.
      await workbench.suggestion(/^adamw/).click();
      await workbench.problems(0).waitFor();
      const editor = await workbench.focusEditor(file);
      assert.ok(editor);
    });

    await step('hover', async () => {
      await workbench.goTo(lines.length + 1, 5);
      await workbench.showHover();
      await page.getByRole('tooltip').filter({ hasText: 'label-smoothing' }).waitFor();
      await page.keyboard.press('Escape');
    });

    await step('unsaved-text-of-an-included-file', async () => {
      await workbench.openFile('common.yaml');
      await workbench.focusEditor('common.yaml');
      await workbench.goTo(2);
      await page.keyboard.type('metrisc: [bleu]');
      await workbench.problems(1).waitFor();
      await workbench.fix(/metrics/);
      await workbench.problems(0).waitFor();
    });

    await step('file-that-has-gone', async () => {
      const [before, after] = ['train.en', 'train.eng'].map((name) => join(profile.workspace, name)) as [
        string,
        string,
      ];
      renameSync(before, after);
      await workbench.warnings(1).waitFor();
      renameSync(after, before);
      await workbench.problems(0).waitFor();
      renameSync(before, after);
      await workbench.warnings(1).waitFor();
      await workbench.focusEditor(file);
      const line = lines.findIndex((each) => each.includes('train.en'));
      await workbench.goTo(line + 1, lines[line]!.indexOf('train.en') + 2);
      await workbench.fix(/train\.eng/);
      await workbench.problems(0).waitFor();
    });

    await step('new-experiment', async () => {
      await workbench.command('Smoothing Lab: New Experiment');
      await workbench.pick(/^Quickstart/).click();
      await workbench.tab(/^quickstart.experiment.yaml/).waitFor();
      await workbench.problems(0).waitFor();
    });

    assert.deepEqual(problems, []);
  });
});
