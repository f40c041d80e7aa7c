import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { RunWriteError } from '../../src/runs/writeError.ts';
import {
  type Checkpoint,
  checkpointPath,
  checkpointStep,
  loadCheckpoint,
  saveCheckpoint,
} from '../../src/training/checkpoint.ts';
import { writeSafetensors } from '../../src/training/safetensors.ts';
import { UserError } from '../../src/userError.ts';

const kills = 20;
const size = 200_000;

/** Every value is the step, so that parts of two checkpoints can be told apart. */
const checkpointOf = (step: number): Checkpoint => ({
  tensors: new Map<string, { shape: number[]; values: Float32Array | Int32Array }>([
    ['weight', { shape: [size / 100, 100], values: new Float32Array(size).fill(step) }],
    ['count', { shape: [], values: Int32Array.of(step) }],
  ]),
  state: { step, epoch: step / 10, best: { score: 0.1 + step, step }, order: [3, 1, 2] },
});

/** As a child process: saves one checkpoint after another until it is killed. */
async function saveForever(folder: string): Promise<never> {
  for (let step = ((await checkpointStep(folder, 'last')) ?? 0) + 1; ; step += 1) {
    await saveCheckpoint(folder, 'last', checkpointOf(step));
    if (step % 3 === 0) await saveCheckpoint(folder, 'best', checkpointOf(step));
    process.stdout.write('.');
  }
}

async function withFolder(action: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
  try {
    await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runTests(): void {
  test('a checkpoint comes back as it was saved', () =>
    withFolder(async (folder) => {
      assert.equal(await checkpointStep(folder, 'best'), undefined);
      await saveCheckpoint(folder, 'best', checkpointOf(7));
      await saveCheckpoint(folder, 'best', checkpointOf(8));
      assert.equal(await checkpointStep(folder, 'best'), 8);
      const { tensors, state } = await loadCheckpoint(folder, 'best');
      assert.deepEqual({ tensors: new Map([...tensors].sort().reverse()), state }, checkpointOf(8));
      assert.deepEqual(readdirSync(join(folder, 'checkpoints')), ['best.safetensors']);
    }));

  test(`killed ${kills} times while saving, there is always a whole checkpoint, and never an older one`, () =>
    withFolder(async (folder) => {
      let last = 0;
      for (let kill = 0; kill < kills; kill += 1) {
        const program = [fileURLToPath(import.meta.url), folder];
        const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
        await once(child.stdout, 'data');
        await sleep((kill * 7) % 23);
        child.kill('SIGKILL');
        await once(child, 'close');
        for (const name of ['last', 'best'] as const) {
          const step = await checkpointStep(folder, name);
          if (name === 'best' && step === undefined) continue;
          const { tensors, state } = await loadCheckpoint(folder, name);
          assert.equal(state.step, step);
          const expected = checkpointOf(state.step);
          assert.deepEqual(state, expected.state);
          for (const [tensor, stored] of expected.tensors) assert.deepEqual(tensors.get(tensor), stored);
        }
        const { step } = (await loadCheckpoint(folder, 'last')).state;
        assert.ok(step > last, `step ${step} after step ${last}`);
        last = step;
      }
    }));

  test('what cannot be loaded says why', () =>
    withFolder(async (folder) => {
      await assert.rejects(loadCheckpoint(folder, 'last'), /has no `last` checkpoint/);
      await saveCheckpoint(folder, 'last', checkpointOf(1));
      const path = checkpointPath(folder, 'last');
      await writeSafetensors(path, new Map([['w', { shape: [1], values: Float32Array.of(1) }]]));
      await assert.rejects(loadCheckpoint(folder, 'last'), /it lacks the trainer's state/);
      await writeSafetensors(path, new Map([['w', { shape: [1], values: Float64Array.of(1) }]]), {
        state: '{"step":1}',
      });
      await assert.rejects(loadCheckpoint(folder, 'last'), /tensor w is neither float32 nor int32/);
      writeFileSync(path, 'torn');
      await assert.rejects(loadCheckpoint(folder, 'last'), UserError);
      await assert.rejects(checkpointStep(folder, 'last'), /it has 4 bytes/);
    }));

  test('a state that JSON cannot hold is refused, and the old checkpoint stays', () =>
    withFolder(async (folder) => {
      await saveCheckpoint(folder, 'last', checkpointOf(1));
      const wrong = { ...checkpointOf(2), state: { step: 2, bestScore: Number.NEGATIVE_INFINITY } };
      await assert.rejects(saveCheckpoint(folder, 'last', wrong), /has -Infinity as bestScore/);
      assert.equal(await checkpointStep(folder, 'last'), 1);
    }));

  test('a full disk is told by its code, and the old checkpoint stays', { skip: process.platform !== 'linux' }, () =>
    withFolder(async (folder) => {
      await saveCheckpoint(folder, 'last', checkpointOf(1));
      symlinkSync('/dev/full', `${checkpointPath(folder, 'last')}.new`);
      const error = await saveCheckpoint(folder, 'last', checkpointOf(2)).catch((fault: unknown) => fault);
      assert.ok(error instanceof RunWriteError, String(error));
      assert.equal(error.code, 'disk-full');
      assert.equal(await checkpointStep(folder, 'last'), 1);
      await saveCheckpoint(folder, 'last', checkpointOf(3));
      assert.equal(await checkpointStep(folder, 'last'), 3);
    }),
  );
}

if (process.argv[2] === undefined) runTests();
else await saveForever(process.argv[2]);
