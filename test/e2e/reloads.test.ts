import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experimentText } from './experiment.ts';
import { extensionHostPid } from './processes.ts';
import { readRuns } from './runFolders.ts';
import { RunPage } from './runPage.ts';
import { appears, until } from './until.ts';
import { withVsCode } from './vscodeSession.ts';

const file = 'lab.experiment.yaml';
const reloads = Number(process.env.SMOOTHING_LAB_E2E_RELOADS ?? 2);
const kills = Number(process.env.SMOOTHING_LAB_E2E_KILLS ?? 1);

test(`a run and its page outlive ${reloads} reloads of the window and ${kills} killed extension hosts`, async () => {
  // Longer than the test, which stops it.
  const files = { [file]: experimentText({ epochs: 1000 }) };
  await withVsCode({ name: 'reloads', files }, async ({ profile, server, page, workbench, problems, step }) => {
    /** The page is another one after each reload, and comes in its own time after a host was killed. */
    const goesOn = () =>
      until('the page shows new steps', 90_000, async () => {
        const run = new RunPage(await workbench.webview('Run: mle seed 1'));
        return run.waitForProgress(5000).then(
          () => run,
          () => undefined,
        );
      });

    await step('run', async () => {
      await workbench.ready();
      await workbench.openFile(file);
      await workbench.clickLens(/^Run$/, { count: 2 });
      await goesOn();
    });

    for (let count = 1; count <= reloads; count += 1) {
      await step(`reload-${count}`, async () => {
        await workbench.reloadWindow();
        await goesOn();
      });
    }

    for (let count = 1; count <= kills; count += 1) {
      await step(`kill-${count}`, async () => {
        const killed = await until('there is an extension host', 20_000, () => extensionHostPid(server.pid));
        process.kill(killed, 'SIGKILL');
        // After the third time within five minutes, VS Code asks.
        const restart = page.getByRole('button', { name: /Restart (Remote )?Extension Host/ });
        await until('there is a new extension host', 30_000, async () => {
          if (await appears(restart, 100)) await restart.click();
          const found = await extensionHostPid(server.pid);
          return found !== undefined && found !== killed;
        });
        await goesOn();
      });
    }

    await step('stop', async () => {
      const run = await goesOn();
      await run.button('Stop').click();
      await run.waitForStatus('Stopped');
      const [onDisk, ...others] = await readRuns(profile.workspace);
      assert.deepEqual(others, []);
      const { state, steps, events } = onDisk!;
      assert.deepEqual(
        steps,
        steps.map((_, index) => index + 1),
      );
      assert.equal(steps.length, state.step);
      const count = (kind: string) => events.filter((event) => event.kind === kind).length;
      assert.deepEqual([count('started'), count('resumed'), count('ended')], [1, 0, 1]);
      // Training's two curves, and those of the validations.
      const points = 2 * (steps.length + count('evaluated'));
      await until('the page shows all events and points', 10_000, async () => {
        const [heading, shown] = await Promise.all([run.eventCount(), run.points()]);
        return heading === events.length && shown === points;
      });
    });
    // VS Code tells of the killed host itself.
    assert.deepEqual(
      problems.filter((problem) => !problem.includes('terminated unexpectedly')),
      [],
    );
  });
});
