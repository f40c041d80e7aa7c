import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '../../src/runs/events.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { readSamples } from '../../src/runs/readSamples.ts';
import { readSeries } from '../../src/runs/readSeries.ts';
import { createRunIndex } from '../../src/watching/createRunIndex.ts';
import type { RunIndex } from '../../src/watching/runIndex.ts';
import { runCli, temporaryFolder, writeExperiment } from '../cli.ts';

const env = { SMOOTHING_LAB_ENGINE: 'wasm' };
const training =
  '{optimizer: adam, learningRate: 0.01, batch: {tokens: 400}, shapes: 2, epochs: 12, clip: 5, seeds: [1], checkpoint: {seconds: 0.3}}';

async function until<T>(find: () => T | undefined | false, seconds = 60): Promise<T> {
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; await sleep(20)) {
    const found = find();
    if (found) return found;
  }
  throw new Error('waited in vain');
}

/** What somebody has who listens to one index after another, as windows that are closed and opened do. */
class Watcher {
  index: RunIndex;
  reached = 0;
  statuses: string[] = [];
  private events: readonly RunEvent[] = [];

  constructor(private readonly runs: string) {
    this.index = this.open();
  }

  /** Another window: its index knows nothing of what was read before. */
  reopen(): void {
    this.index.dispose();
    this.index = this.open();
  }

  private open(): RunIndex {
    const index = createRunIndex({ roots: [this.runs] });
    index.onChange(async () => {
      const [run] = index.runs();
      if (run === undefined) return;
      if (this.statuses.at(-1) !== run.state.status) this.statuses.push(run.state.status);
      this.reached = Math.max(this.reached, run.state.step);
      this.events = await index.events(run.folder);
      const order = this.events.map((event) => event.time);
      assert.equal(new Set(this.events.map((event) => JSON.stringify(event))).size, order.length, 'none is told twice');
    });
    return index;
  }
}

test('a real run is followed through kills, resumptions and new windows, without a gap', {
  timeout: 240_000,
}, async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{ls: {targets: label-smoothing}}', training });
  const runs = join(folder, 'runs');
  const watcher = new Watcher(runs);
  for (let kill = 0; kill < 2; kill += 1) {
    const goal = watcher.reached + 8;
    const whenFar = async (child: ChildProcess) => {
      await until(() => watcher.reached >= goal);
      watcher.reopen();
      await sleep(400);
      child.kill('SIGKILL');
    };
    const result = await runCli(['run', file], { env, started: (child) => void whenFar(child) });
    assert.equal(result.signal, 'SIGKILL', result.stderr);
    await until(() => watcher.index.runs()[0]?.state.status === 'crashed', 10);
  }
  const result = await runCli(['run', file], { env });
  assert.equal(result.code, 0, result.stderr);
  const { folder: run } = await until(() => watcher.index.runs().find(({ state }) => state.status === 'done'), 10);
  const whole = await readRunFolder(run);
  assert.deepEqual(await watcher.index.events(run), whole.events);
  assert.deepEqual(watcher.index.run(run)?.state, whole.state);
  const { steps, columns } = await readSeries(run);
  assert.deepEqual(
    Array.from(steps),
    Array.from({ length: whole.state.totalSteps ?? 0 }, (_, index) => index + 1),
  );
  assert.deepEqual(await watcher.index.series(run, 'nll'), Float32Array.from(columns.nll));
  const at = await watcher.index.sampleSteps(run);
  const samples = await Promise.all(at.map((each) => watcher.index.samples(run, { ...each, first: 0, count: 1_000 })));
  assert.equal(samples.flatMap((page) => page.samples).length, (await readSamples(run)).length);
  assert.deepEqual(watcher.statuses.filter((status) => status === 'crashed').length, 2);
  watcher.index.dispose();
});
