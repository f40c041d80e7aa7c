import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { startHeartbeat } from '../../src/runs/heartbeat.ts';
import { createRunFolder } from '../../src/runs/runFolder.ts';
import type { RunWriter } from '../../src/runs/runWriter.ts';
import { exampleManifest, exampleSample, started } from '../runs/exampleRuns.ts';
import { experimentText } from './experiment.ts';
import { withVsCode } from './vscodeSession.ts';

const hostile = '<img src=x onerror="alert(1)"> [x](command:workbench.action.quit) \u202egnp.exe';

/** 120 examples: three pages. The first token of each has its figures. */
function writeSamples(writer: RunWriter, step: number): void {
  for (let example = 0; example < 120; example += 1) {
    const tokens = [
      { text: 'a', id: 5, probability: 0.25, rank: 2, runnersUp: [{ text: hostile, probability: 0.5 }] },
      { text: `cat${example}`, id: 6 },
    ];
    writer.sample(exampleSample(step, { example, text: `a cat${example}`, source: hostile, tokens }));
  }
  writer.event({ kind: 'sampled', step, count: 120 });
}

test('samples are read in the editor: hovers, pages, the newest step live, after a reload', async () => {
  const files = { 'lab.experiment.yaml': experimentText() };
  await withVsCode({ name: 'samples', files }, async ({ profile, page, workbench, problems, step }) => {
    const writer = createRunFolder(join(profile.workspace, 'runs'), exampleManifest({ variant: 'mle' }));
    const heartbeat = startHeartbeat(writer.folder);
    const { time: _time, ...start } = started(40);
    writer.event(start);
    writeSamples(writer, 10);
    const tab = /^mle seed 1 · Samples/;
    const heading = (text: string) => workbench.editors.getByText(text);

    await step('open', async () => {
      await workbench.ready();
      await workbench.command('Smoothing Lab: Open Samples');
      await workbench.pick(/^mle seed 1/).click();
      await workbench.tab(tab).waitFor();
      await heading('Validation text · step 10 · examples 1 to 50 of 120 · page 1 of 3').waitFor();
    });

    await step('hover', async () => {
      await workbench.goTo(7, 14);
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+i');
      const hover = page.getByRole('tooltip').filter({ hasText: 'Most probable' });
      await hover.waitFor();
      const text = await hover.textContent();
      for (const part of ['Probability', '25 %', 'Greedy', '⟨U+202E⟩gnp.exe', '[x](command:']) {
        assert.ok(text?.includes(part), `${part} in ${text}`);
      }
      assert.deepEqual([await hover.getByRole('link').count(), await hover.getByRole('img').count()], [0, 0]);
      await page.keyboard.press('Escape');
    });

    await step('pages', async () => {
      await workbench.lens('Next page').click();
      await heading('Validation text · step 10 · examples 51 to 100 of 120 · page 2 of 3').waitFor();
      await workbench.lens('Previous page').click();
      await heading('Validation text · step 10 · examples 1 to 50 of 120 · page 1 of 3').waitFor();
    });

    await step('live', async () => {
      writeSamples(writer, 20);
      await heading('Validation text · step 20 · examples 1 to 50 of 120 · page 1 of 3').waitFor();
      await workbench.lens('Step 10').click();
      await heading('Validation text · step 10 · examples 1 to 50 of 120 · page 1 of 3').waitFor();
    });

    await step('reload', async () => {
      await workbench.reloadWindow();
      await heading('Validation text · step 10 · examples 1 to 50 of 120 · page 1 of 3').waitFor({ timeout: 60_000 });
      await workbench.lens('Follow the newest step').click();
      await heading('Validation text · step 20 · examples 1 to 50 of 120 · page 1 of 3').waitFor();
    });

    assert.deepEqual(problems, []);
    await heartbeat.stop();
    writer.close();
  });
});
