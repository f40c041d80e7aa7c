import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { RandomSequence } from '../../src/data/random.ts';
import { listRuns } from '../../src/runs/findRuns.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { readSamples } from '../../src/runs/readSamples.ts';
import { readSeries } from '../../src/runs/readSeries.ts';
import { loadCheckpoint } from '../../src/training/checkpoint.ts';
import { runCli, temporaryFolder, writeExperiment } from '../cli.ts';

/** How often the run is killed; SMOOTHING_LAB_KILLS=30 is the long form of this test. */
const kills = Number(process.env.SMOOTHING_LAB_KILLS ?? 6);
const longestLifeMs = Number(process.env.SMOOTHING_LAB_LIFE ?? 9000);

/** All that a run leaves behind, but for the clock and for checkpoints that the clock asked for. */
async function outcome(folder: string) {
  const { events, state } = await readRunFolder(folder);
  const { steps, columns } = await readSeries(folder);
  const { milliseconds: _, ...measured } = columns;
  const [last, best] = [await loadCheckpoint(folder, 'last'), await loadCheckpoint(folder, 'best')];
  return {
    status: state.status,
    events: events
      .filter((event) => event.kind !== 'resumed' && !(event.kind === 'checkpoint' && event.name === 'last'))
      .map(({ time, ...event }) => ('seconds' in event ? { ...event, seconds: 0 } : event)),
    ...{ steps, measured, last, best, samples: await readSamples(folder) },
  };
}

async function onlyRun(runs: string): Promise<string> {
  const folders = await listRuns(runs);
  assert.equal(folders.length, 1);
  return folders[0] as string;
}

test('a run that is killed again and again ends with the very same bits', { timeout: 20 * 60_000 }, async (t) => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{ls: {targets: label-smoothing}}' });
  const undisturbed = join(folder, 'undisturbed');
  const { code, stderr } = await runCli(['run', file, '--runs', undisturbed]);
  assert.equal(code, 0, stderr);

  const killed = join(folder, 'killed');
  const random = new RandomSequence(Number(process.env.SMOOTHING_LAB_SEED ?? 1), 'moments of killing');
  let [attempts, resumed] = [0, 0];
  while (attempts < kills) {
    const moment = random.next() * longestLifeMs;
    const result = await runCli(['run', file, '--runs', killed], {
      started: (child) => void sleep(moment).then(() => child.kill('SIGKILL')),
    });
    if (result.signal !== 'SIGKILL') break;
    attempts += 1;
  }
  const finished = await runCli(['run', file, '--runs', killed]);
  assert.equal(finished.code, 0, finished.stderr);
  const run = await onlyRun(killed);
  resumed = (await readRunFolder(run)).events.filter(({ kind }) => kind === 'resumed').length;
  t.diagnostic(`killed ${attempts} times, ${resumed} attempts that count went on from a checkpoint`);
  assert.ok(attempts > 0);
  assert.deepEqual(await outcome(run), await outcome(await onlyRun(undisturbed)));
});
