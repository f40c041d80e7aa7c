import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCli, temporaryFolder } from '../cli.ts';
import { experimentText } from './experiment.ts';
import { processesOf } from './processes.ts';
import { readRuns } from './runFolders.ts';
import { RunPage } from './runPage.ts';
import { until } from './until.ts';
import { withVsCode } from './vscodeSession.ts';

const file = 'lab.experiment.yaml';

/** A workspace that somebody else made: it holds a stopped run, and settings that name a program of its own. */
async function prepareWorkspace(workspace: string, marker: string): Promise<void> {
  writeFileSync(join(workspace, file), experimentText({ epochs: 1 }));
  const node = join(workspace, 'node.sh');
  writeFileSync(node, `#!/bin/sh\ntouch '${marker}'\nexec '${process.execPath}' "$@"\n`);
  chmodSync(node, 0o755);
  mkdirSync(join(workspace, '.vscode'));
  const settings = { 'smoothing-lab.nodePath': node, 'smoothing-lab.pythonPath': node };
  writeFileSync(join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
  const stopAtOnce = (run: string) => writeFileSync(join(run, 'stop'), '');
  const started = runCli(['run', join(workspace, file), '--variant', 'mle'], { cwd: temporaryFolder() });
  const [run] = await until('the run has begun', 60_000, async () => {
    const runs = await readRuns(workspace);
    return runs.some(({ steps }) => steps.length > 0) && runs;
  });
  stopAtOnce(run!.folder);
  assert.equal((await started).code, 130);
}

test('Restricted Mode reads everything and executes nothing, whatever the route', async () => {
  const marker = join(temporaryFolder(), 'executed');
  const prepare = (workspace: string) => prepareWorkspace(workspace, marker);
  const options = { name: 'restricted', files: {}, prepare, asksForTrust: true };
  await withVsCode(options, async ({ profile, page, workbench, problems, step }) => {
    const before = (await readRuns(profile.workspace))[0]!;
    const warning = workbench.notification(/Nothing is run in Restricted Mode/);
    const refused = async (attempt: () => Promise<unknown>) => {
      await attempt();
      await warning.first().waitFor();
      await workbench.command('Notifications: Clear All Notifications');
      await warning.first().waitFor({ state: 'hidden' });
    };

    await step('no-trust', async () => {
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /No, I don't trust/ })
        .click({ timeout: 60_000 });
      await workbench.ready();
      await page.getByRole('button', { name: /Restricted Mode/ }).waitFor();
    });

    await step('read-file', async () => {
      await workbench.openFile(file);
      await workbench.lens(/^Run all/).waitFor();
      await workbench.lens(/^Compare with mle$/).waitFor();
    });

    await step('read-run', async () => {
      await workbench.showView('Smoothing Lab');
      await workbench.tree('Runs').getByRole('treeitem', { name: /^mle/ }).click();
      await page.keyboard.press('ArrowRight');
      await workbench
        .tree('Runs')
        .getByRole('treeitem', { name: /^seed 1/ })
        .dblclick();
      const run = new RunPage(await workbench.webview('Run: mle seed 1'));
      await run.waitForStatus('Stopped');
      await until('the curve is drawn', 20_000, () => run.points());
      for (const name of ['Resume', 'Run again']) assert.equal(await run.button(name).count(), 0, name);
    });

    await step('palette', () => refused(() => workbench.command('Smoothing Lab: Run All Variants and Seeds')));

    await step('tree', async () => {
      const row = workbench.tree('Runs').getByRole('treeitem', { name: /^seed 1/ });
      await refused(async () => {
        await row.click({ button: 'right' });
        const resume = page.getByRole('menuitem', { name: 'Resume', exact: true });
        await resume.hover();
        await resume.click();
        await resume.waitFor({ state: 'hidden' });
      });
    });

    await step('page', async () => {
      // The page is made to believe that it may, as a page that was taken over would.
      const run = new RunPage(await workbench.webview('Run: mle seed 1'));
      const { folder } = before;
      await run.frame.evaluate((shown) => {
        const init = { type: 'init', version: 1, page: 'run', strings: {}, trusted: true, runs: [shown] };
        window.postMessage(init, '*');
      }, folder);
      await refused(() => run.button('Resume').click());
      await refused(() => run.button('Run again').click());
    });

    await step('lens', async () => {
      await workbench.focusEditor(file);
      await refused(() => workbench.clickLens(/^Run all/));
      await refused(() => workbench.clickLens(/^Run$/, { index: 1, count: 2 }));
      await refused(() => workbench.clickLens(/^Preview$/, { index: 1, count: 2 }));
    });

    await step('keys', async () => {
      await workbench.focusEditor(file);
      await refused(() => page.keyboard.press('Control+Alt+Enter'));
    });

    await step('engine', async () => {
      await refused(() => workbench.command('Smoothing Lab: Install TensorFlow'));
      await refused(() => workbench.command('Smoothing Lab: Check the Engine'));
    });

    await step('nothing-happened', async () => {
      assert.equal(existsSync(marker), false, 'the program of the workspace was executed');
      assert.deepEqual(await processesOf(profile.folder, 'cli.js'), []);
      const [after, ...others] = await readRuns(profile.workspace);
      assert.deepEqual(after, before);
      assert.deepEqual(others, []);
    });

    // What was refused would have run: the same lens does, once the workspace is trusted.
    await step('trusted', async () => {
      await workbench.trustWorkspace();
      await workbench.focusEditor(file);
      await workbench.clickLens(/^Run$/, { index: 1, count: 2 });
      await until('the program of the workspace is executed', 30_000, () => existsSync(marker));
    });
    assert.deepEqual(problems, []);
  });
});
