import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseWithIncludes } from '../../src/authoring/parseWithIncludes.ts';
import { parseExperiment } from '../../src/experiment/parseExperiment.ts';
import { baseText, edited } from '../experiment/base.ts';

const file = join('/work', 'main.experiment.yaml');

function reader(files: Record<string, string>) {
  const reads: string[] = [];
  const read = async (path: string) => {
    reads.push(path);
    if (path === join('/work', 'locked.yaml')) throw new Error('no permission');
    return files[path];
  };
  return { reads, read };
}

test('included files are read one after the other until none is missing, each once', async () => {
  const files = {
    [join('/work', 'a.yaml')]: 'include: b.yaml\nmodel: {hidden: 64}\n',
    [join('/work', 'b.yaml')]: 'model: {kind: attention-lstm, dropout: 0.5}\nmetrics: [blue]\n',
  };
  const text = `include: a.yaml\n${edited('model: {kind: attention-lstm, hidden: 32}\n', '').replace('metrics: [bleu, chrf]\n', '')}`;
  const { reads, read } = reader(files);
  const parsed = await parseWithIncludes(text, file, read);
  assert.deepEqual(reads, Object.keys(files));
  assert.deepEqual(parsed.asked, reads);
  const { problems } = parseExperiment(text, { file, readFile: (path) => files[path] });
  assert.deepEqual(parsed.problems, problems);
  assert.deepEqual(
    parsed.problems.map(({ file: of, code }) => [of, code]),
    [[join('/work', 'b.yaml'), 'unknown-kind']],
  );
  const { model } = parsed.included as { model: unknown };
  assert.deepEqual(model, { kind: 'attention-lstm', dropout: 0.5, hidden: 64 });
});

test('files that are missing or cannot be read are problems, and none is asked for twice', async () => {
  const { reads, read } = reader({});
  const parsed = await parseWithIncludes(`include: [gone.yaml, locked.yaml]\n${baseText}`, file, read);
  assert.deepEqual(
    parsed.problems.map(({ code }) => code),
    ['include-missing', 'include-missing'],
  );
  assert.equal(reads.length, 2);
});

test('files that include each other end', async () => {
  const { read } = reader({ [join('/work', 'a.yaml')]: 'include: main.experiment.yaml\n' });
  const parsed = await parseWithIncludes(`include: a.yaml\n${baseText}`, file, read);
  assert.deepEqual(
    parsed.problems.map(({ code }) => code),
    ['include-cycle'],
  );
});
