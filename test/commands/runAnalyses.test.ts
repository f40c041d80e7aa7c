import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AnalysisRecord, RunEvent } from '../../src/runs/events.ts';
import { listRuns } from '../../src/runs/findRuns.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { readTestHypotheses } from '../../src/runs/readTestHypotheses.ts';
import { runCli, temporaryFolder, writeExperiment } from '../cli.ts';

const env = { SMOOTHING_LAB_ENGINE: 'wasm' };

test('each evaluation and the test are analysed, as the command analyses plain files', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{mle: {}}' });
  assert.equal((await runCli(['run', file], { env })).code, 0);
  const [run = ''] = await listRuns(join(folder, 'runs'));
  const records = readFileSync(join(run, 'analyses.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AnalysisRecord);
  const { events } = await readRunFolder(run);
  const measured = events.filter((event) => event.kind === 'evaluated' || event.kind === 'tested');
  assert.deepEqual(
    records.map(({ step, split }) => [step, split]),
    measured.map(({ step, kind }) => [step, kind === 'evaluated' ? 'valid' : 'test']),
  );
  for (const [at, { analyses }] of records.entries()) {
    assert.deepEqual(Object.keys(analyses), [
      ...[
        'reliability',
        'frequency-split',
        'beam-probabilities',
        'lengths',
        'length-scores',
        'ngrams',
        'token-frequencies',
      ],
    ]);
    const { ece, tokens } = measured[at] as Extract<RunEvent, { kind: 'tested' }>;
    assert.equal(analyses.reliability!.figures.ECE, ece);
    const counted = analyses.reliability!.profiles['equal width']!.columns.tokens!;
    assert.equal(
      counted.reduce<number>((sum, count) => sum + count!, 0),
      tokens,
    );
  }

  const hypotheses = await readTestHypotheses(run);
  const write = (name: string, lines: string[]) => {
    const path = join(folder, name);
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
    return path;
  };
  const files = [
    ...[
      '-i',
      write(
        'outputs',
        hypotheses.map(({ text }) => text),
      ),
    ],
    ...[
      '-r',
      write(
        'references',
        hypotheses.map(({ reference }) => reference),
      ),
    ],
    ...[
      '-s',
      write(
        'sources',
        hypotheses.map(({ source }) => source),
      ),
    ],
  ];
  const only = 'lengths,length-scores,ngrams';
  const command = await runCli(['analyse', ...files, '--only', only, '--json']);
  assert.equal(command.code, 0, command.stderr);
  const ofTest = records.at(-1)!.analyses;
  assert.deepEqual(JSON.parse(command.stdout), Object.fromEntries(only.split(',').map((name) => [name, ofTest[name]])));
});
