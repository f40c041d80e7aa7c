import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { experimentText } from './experiment.ts';
import { allSteps, readRuns } from './runFolders.ts';
import { RunPage } from './runPage.ts';
import { until } from './until.ts';
import { withVsCode } from './vscodeSession.ts';

const file = 'lab.experiment.yaml';

test('from a mistake in a file to two variants side by side and a finished run', async () => {
  // Its last variant is yet to be written.
  const lines = experimentText({ lastLine: '' }).split('\n');
  const files = { [file]: lines.join('\n') };
  await withVsCode({ name: 'author', files }, async ({ profile, page, workbench, problems, step }) => {
    const runPage = async (title: string) => new RunPage(await workbench.webview(title));

    await step('open', async () => {
      await workbench.ready();
      await workbench.openFile(file);
      await workbench.lens(/^Run all/).waitFor();
    });

    await step('mistake', async () => {
      await workbench.focusEditor(file);
      await workbench.goTo(lines.length - 1);
      await page.keyboard.type('  ls: { targets: label-smothing }');
      await page.keyboard.press('Escape');
      await workbench.problems(1).waitFor();
    });

    await step('quick-fix', async () => {
      await workbench.goTo(lines.length - 1, lines.at(-2)!.length + '  ls: { targets: l'.length);
      await workbench.fix(/label-smoothing/);
      await workbench.problems(0).waitFor();
      await page.keyboard.press('Control+s');
      await until(
        'the file is saved',
        5000,
        () => readFileSync(join(profile.workspace, file), 'utf8') === experimentText(),
      );
    });

    await step('run', async () => {
      await workbench.clickLens(/^Run$/, { count: 2 });
      await workbench.tab('Run: mle seed 1').waitFor();
      const run = await runPage('Run: mle seed 1');
      await run.waitForStatus('Running');
    });

    await step('live-curve', async () => {
      const run = await runPage('Run: mle seed 1');
      const before = await until('the curve has points', 30_000, () => run.points());
      await until('the curve grows', 30_000, async () => (await run.points()) > before);
      await run.waitForProgress();
    });

    await step('samples-and-hover', async () => {
      const run = await runPage('Run: mle seed 1');
      await run.hoverToken();
    });

    await step('second-variant', async () => {
      const first = await runPage('Run: mle seed 1');
      await first.button('Stop').click();
      await first.waitForStatus('Stopped');
      await workbench.focusEditor(file);
      await workbench.clickLens(/^Run$/, { index: 1, count: 2 });
      await workbench.tab('Run: ls seed 1').waitFor({ timeout: 60_000 });
      await (await runPage('Run: ls seed 1')).waitForStatus('Running');
    });

    await step('compare', async () => {
      await workbench.focusEditor(file);
      await workbench.lens(/^Compare with mle$/).click();
      const frame = await workbench.webview('Compare: Grammar');
      for (const variant of ['mle', 'ls']) await frame.getByRole('rowheader', { name: variant }).first().waitFor();
    });

    await step('reload', async () => {
      await workbench.reloadWindow();
      const frame = await workbench.webview('Compare: Grammar');
      await frame.getByRole('rowheader', { name: 'ls' }).first().waitFor();
      await workbench.tab('Run: ls seed 1').click();
      const run = await runPage('Run: ls seed 1');
      await run.waitForStatus('Running');
      await run.waitForProgress();
    });

    await step('stop', async () => {
      const run = await runPage('Run: ls seed 1');
      await run.button('Stop').click();
      await run.waitForStatus('Stopped');
    });

    await step('resume', async () => {
      const run = await runPage('Run: ls seed 1');
      const before = await run.step();
      await run.button('Resume').click();
      await run.waitForStatus('Running');
      assert.ok((await run.waitForProgress()) > before);
    });

    await step('finish', async () => {
      await (await runPage('Run: ls seed 1')).waitForStatus('Done', 120_000);
      const [ls, mle] = await readRuns(profile.workspace);
      assert.deepEqual([ls?.manifest.variant, ls?.state.status], ['ls', 'done']);
      assert.deepEqual([mle?.manifest.variant, mle?.state.status], ['mle', 'stopped']);
      assert.deepEqual(ls?.steps, allSteps(ls!));
      assert.equal(ls?.events.filter(({ kind }) => kind === 'tested').length, 1);
    });
    assert.deepEqual(problems, []);
  });
});
