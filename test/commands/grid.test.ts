import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { listRuns } from '../../src/runs/findRuns.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { formatScore } from '../../src/terminal/numbers.ts';
import { runCli, temporaryFolder, writeExperiment } from '../cli.ts';

const optimiser = 'optimizer: adam, learningRate: 0.01, batch: {tokens: 400}, shapes: 2, clip: 5';

test('a grid is trained value by value, and the test text is told of the one that validation chose', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, {
    training: `{${optimiser}, steps: 20, best: nll, seeds: [1]}`,
    variants: '{ls: {targets: {kind: label-smoothing, epsilon: [0.1, 0.6]}}}',
  });
  const { code, stdout, stderr } = await runCli(['run', file], { env: { SMOOTHING_LAB_ENGINE: 'wasm' } });
  assert.equal(code, 0, stderr);

  const folders = await listRuns(join(folder, 'runs'));
  const runs = await Promise.all(folders.map(readRunFolder));
  const gridOf = (epsilon: number) => ({ variant: 'ls', settings: { 'targets.epsilon': epsilon } });
  assert.deepEqual(
    runs.map(({ manifest }) => manifest.grid),
    [gridOf(0.1), gridOf(0.6)],
  );

  const validNll = (run: (typeof runs)[number]) => run.state.best?.nll ?? Number.NaN;
  const [chosen, other] = [...runs].sort((a, b) => validNll(a) - validNll(b)) as [(typeof runs)[0], (typeof runs)[0]];
  const [results = '', grid = ''] = stdout.split('\n\nls: ');
  const rows = results.split('\n').filter((line) => line.startsWith('ls '));
  assert.equal(rows.length, 1, results);
  assert.ok(rows[0]?.startsWith(`${chosen.manifest.variant} `), results);
  assert.ok(grid.startsWith(`validation NLL chose ${chosen.manifest.variant}, whose test figures stand above\n`), grid);
  for (const run of runs) {
    const { epsilon } = (run.manifest.settings.objective as { targets: { epsilon: number } }).targets;
    const row = grid.split('\n').find((line) => line.startsWith(`${epsilon} `));
    assert.ok(row?.includes(formatScore(validNll(run))), grid);
    assert.equal(row?.endsWith('chosen'), run === chosen, grid);
  }

  const testFigures = (run: (typeof runs)[number]) =>
    [run.state.tested?.nll, run.state.tested?.scores.chrf].map((value) => formatScore(value ?? Number.NaN));
  for (const figure of testFigures(chosen)) assert.ok(rows[0]?.includes(figure), `${figure} in ${rows[0]}`);
  for (const figure of testFigures(other)) assert.ok(!stdout.includes(figure), `no ${figure} in ${stdout}`);
});
