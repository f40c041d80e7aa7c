import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { RandomSequence } from '../../src/data/random.ts';
import { listRuns } from '../../src/runs/findRuns.ts';
import { readEvents } from '../../src/runs/readEvents.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { readSamples } from '../../src/runs/readSamples.ts';
import { readSeries } from '../../src/runs/readSeries.ts';
import { loadCheckpoint } from '../../src/training/checkpoint.ts';
import { runCli, temporaryFolder, writeExperiment } from '../cli.ts';

/** How many kills there are in all; SMOOTHING_LAB_KILLS=30 is the long form of this test. */
const kills = Number(process.env.SMOOTHING_LAB_KILLS ?? 5);
/** A process lives for a random time up to this before it is killed. */
const longestLifeMs = Number(process.env.SMOOTHING_LAB_LIFE ?? 6000);

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

/** Runs the file, killing each process after a random time, until one lives to the end. Answers with the number of kills. */
async function runKilling(file: string, runs: string, random: RandomSequence, most: number): Promise<number> {
  for (let killed = 0; ; killed += 1) {
    const moment = killed < most ? random.next() * longestLifeMs : Number.POSITIVE_INFINITY;
    const kill = (child: ChildProcess) => void sleep(moment).then(() => child.kill('SIGKILL'));
    const result = await runCli(['run', file, '--runs', runs], { started: killed < most ? kill : undefined });
    if (result.signal === 'SIGKILL') continue;
    assert.equal(result.code, 0, result.stderr);
    return killed;
  }
}

test('a run that is killed again and again ends with the very same bits', { timeout: 20 * 60_000 }, async (t) => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{ls: {targets: label-smoothing}}' });
  const random = new RandomSequence(Number(process.env.SMOOTHING_LAB_SEED ?? 1), 'moments of killing');
  await runKilling(file, join(folder, 'undisturbed'), random, 0);
  const expected = await outcome(await onlyRun(join(folder, 'undisturbed')));
  assert.equal(expected.status, 'done');
  for (let [done, round] = [0, 1]; done < kills; round += 1) {
    const runs = join(folder, `killed-${round}`);
    const killed = await runKilling(file, runs, random, kills - done);
    done += killed;
    const run = await onlyRun(runs);
    const resumed = (await readEvents(run)).filter(({ kind }) => kind === 'resumed').length;
    t.diagnostic(`run ${round}: killed ${killed} times, went on from a checkpoint ${resumed} times`);
    assert.deepEqual(await outcome(run), expected);
  }
});
