import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { baseText } from '../experiment/base.ts';
import { packFolder } from './packFolder.ts';
import { processesOf } from './processes.ts';
import { withVsCode } from './vscodeSession.ts';

const file = 'lab.experiment.yaml';
const text = `include: common.yaml\n${baseText.replace('  epochs: 5\n', '  epohcs: 5\n')}`;
const lines = text.split('\n');
const lineOf = (part: string) => lines.findIndex((line) => line.includes(part)) + 1;

/** An extension that supplies the folder `memfs:/lab`. */
async function packFiles(folder: string): Promise<string[]> {
  const extension = join(folder, 'memfs');
  cpSync(resolve('test/e2e/memfs'), extension, { recursive: true });
  const files = { [file]: text, 'common.yaml': 'training: { clip: 1 }\n' };
  writeFileSync(join(extension, 'files.json'), JSON.stringify(files));
  return [await packFolder(extension)];
}

test('a workspace that is on no disk: experiments are written, and nothing is run', async () => {
  const options = { name: 'virtual', files: {}, packOthers: packFiles, opens: 'memfs:/lab' };
  await withVsCode(options, async ({ profile, page, workbench, problems, step }) => {
    await step('diagnostic', async () => {
      await workbench.ready();
      await workbench.openFile(file);
      // The key that is wrong, and the one that is missing; the included file is found.
      await workbench.problems(2).waitFor();
    });

    await step('quick-fix', async () => {
      await workbench.focusEditor(file);
      await workbench.goTo(lineOf('epohcs'), 4);
      await workbench.fix(/epochs/);
      await workbench.problems(0).waitFor();
    });

    await step('hover', async () => {
      await workbench.goTo(lineOf('label-smoothing'), lines.at(-2)!.indexOf('label-smoothing') + 3);
      await workbench.showHover();
      await page.getByRole('tooltip').filter({ hasText: 'label-smoothing' }).waitFor();
      await page.keyboard.press('Escape');
    });

    await step('completion', async () => {
      await workbench.goTo(lineOf('epohcs'), 12);
      await page.keyboard.press('Enter');
      await page.keyboard.type('opt');
      await workbench.suggestion(/^optimizer/).waitFor();
      await page.keyboard.press('Escape');
      await workbench.goTo(1, lines[0]!.length + 1);
      await page.keyboard.press('Shift+Home');
      await page.keyboard.type('include: ');
      await page.keyboard.press('Control+Space');
      await workbench.suggestion(/^common\.yaml/).waitFor();
      await page.keyboard.press('Escape');
    });

    await step('nothing-to-run', async () => {
      // Neither a lens nor the editor's title.
      const offers = /^(Run|Compare|Smoothing Lab: Run)/;
      assert.equal(await workbench.editors.getByRole('button', { name: offers }).count(), 0);
      await workbench.showView('Smoothing Lab');
      await page.getByText('To run them, open the folder on a disk').waitFor();
      const labels = await workbench.paletteLabels('Smoothing Lab: ', 'Smoothing Lab: New Experiment');
      assert.deepEqual(
        labels.filter((label) => /: (Run|Check|Stop|Resume|Install|Compare)/.test(label)),
        [],
      );
      assert.deepEqual(await processesOf(profile.folder, 'cli.js'), []);
    });
    assert.deepEqual(problems, []);
  });
});
