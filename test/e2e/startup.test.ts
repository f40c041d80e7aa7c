import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithin } from '../withinTime.ts';
import { experimentText } from './experiment.ts';
import { RunPage } from './runPage.ts';
import { until } from './until.ts';
import { withVsCode } from './vscodeSession.ts';
import type { Workbench } from './workbench.ts';

const file = 'lab.experiment.yaml';

/** Of some measurements the least one: what else the machine does can only add to it. */
async function least(times: number, measure: (index: number) => Promise<number>): Promise<number> {
  const found: number[] = [];
  for (let index = 0; index < times; index += 1) found.push(await measure(index));
  return Math.min(...found);
}

/** What VS Code itself measured: loading the code and `activate`. */
async function activationTime(workbench: Workbench): Promise<number> {
  await workbench.command('Developer: Show Running Extensions');
  const list = workbench.page.getByRole('list', { name: 'Runtime Extensions' });
  const row = list.getByRole('listitem', { name: 'smoothing-lab', exact: true });
  const time = await until('VS Code tells the time of activation', 20_000, async () => {
    const text = await row
      .first()
      .textContent({ timeout: 5000 })
      .catch(() => '');
    return Number(/Activation: (\d+)\s*ms/.exec(text ?? '')?.[1] ?? 0);
  });
  await workbench.closeModal('Running Extensions');
  return time;
}

test('the extension starts within 100 ms, and a run shows its first point within 10 s', async (context) => {
  const files = { [file]: experimentText({ epochs: 1000 }), 'other.yaml': 'a: 1\n' };
  await withVsCode({ name: 'startup', files }, async ({ workbench, step }) => {
    await step('activation', async () => {
      await workbench.ready();
      const activation = await least(3, async (index) => {
        if (index > 0) await workbench.reloadWindow();
        await workbench.openFile('other.yaml');
        return activationTime(workbench);
      });
      context.diagnostic(`activation: ${activation} ms`);
      assert.ok(isWithin(100, activation), `${activation} ms`);
    });

    await step('first-point', async () => {
      await workbench.openFile(file);
      const seconds = await least(2, async (index) => {
        await workbench.focusEditor(file);
        const start = Date.now();
        await workbench.clickLens(/^Run$/, { index, count: 2 });
        const variant = ['mle', 'ls'][index];
        await workbench.tab(`Run: ${variant} seed 1`).waitFor();
        const run = new RunPage(await workbench.webview(`Run: ${variant} seed 1`));
        await until('the curve has a point', 60_000, () => run.points());
        const passed = (Date.now() - start) / 1000;
        await run.button('Stop').click();
        await run.waitForStatus('Stopped');
        return passed;
      });
      context.diagnostic(`from Run to the first point: ${seconds.toFixed(1)} s`);
      assert.ok(isWithin(10, seconds), `${seconds} s`);
    });
  });
});
