import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { command as check } from '../../src/commands/check.ts';
import { command as schema } from '../../src/commands/schema.ts';
import { axes } from '../../src/experiment/axes.ts';
import { formatProblem } from '../../src/experiment/formatProblem.ts';
import { exitCodes, UserError } from '../../src/userError.ts';
import { baseFiles, baseText, edited, parse } from './base.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
after(() => rmSync(folder, { recursive: true }));

for (const name of baseFiles) writeFileSync(join(folder, name), '');

const written: string[] = [];
const stdout = { write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;

async function run(text: string, options = {}) {
  const file = join(folder, 'test.experiment.yaml');
  writeFileSync(file, text);
  written.length = 0;
  const { stdin, stderr } = process;
  const exitCode = await check.run({ options, positionals: [file], stdin, stdout, stderr });
  return { exitCode, file, output: written.join('') };
}

test('check lists the planned runs of a file without errors', async () => {
  const { exitCode, file, output } = await run(baseText);
  assert.equal(exitCode, exitCodes.done);
  assert.equal(
    output,
    `${file}: ok, 6 runs planned (the data is read when they are run)\n  mle: seeds 1, 2, 3\n  ls: seeds 1, 2, 3\n`,
  );
});

test('check shows each problem with its place, the line, what was expected and the nearest name', async () => {
  const { exitCode, file, output } = await run(edited('kind: label-smoothing', 'kind: label-smothing'));
  assert.equal(exitCode, exitCodes.badInput);
  assert.equal(
    output,
    `${file}:15:24: error: \`variants.ls.targets.kind\` cannot be "label-smothing" [unknown-kind]
  15 |   ls: {targets: {kind: label-smothing, epsilon: 0.1}}
     |                        ^^^^^^^^^^^^^^
  expected: one of: ${Object.keys(axes.targets.methods).join(', ')}
  did you mean \`label-smoothing\`?
${file}: 1 error
`,
  );
});

test('warnings are shown and leave the exit code 0', async () => {
  const { exitCode, output } = await run(edited('epsilon: 0.1', 'epsilon: 0'));
  assert.equal(exitCode, exitCodes.done);
  assert.match(output, /:15:50: warning: a smoothing of 0 is plain maximum likelihood \[without-effect\]/);
  assert.match(output, /: ok, 6 runs planned/);
});

test('check --json gives problems and runs', async () => {
  const bad = await run(edited('epsilon: 0.1', 'epsilon: 2'), { json: true });
  assert.equal(bad.exitCode, exitCodes.badInput);
  const offset = baseText.indexOf('0.1}}');
  assert.deepEqual(JSON.parse(bad.output), {
    file: bad.file,
    problems: [
      {
        code: 'out-of-range',
        severity: 'error',
        message: '`variants.ls.targets.epsilon` cannot be 2',
        file: bad.file,
        range: { start: { offset, line: 15, column: 50 }, end: { offset: offset + 1, line: 15, column: 51 } },
        expected: 'a number from 0 to 1',
      },
    ],
    runs: [],
  });
  const good = JSON.parse((await run(baseText, { json: true })).output);
  assert.deepEqual(good.problems, []);
  assert.deepEqual(good.runs[3], { variant: 'ls', seed: 1 });
});

test('a file that is not there is a warning at its place, with the nearest one that is', async () => {
  const { exitCode, file, output } = await run(edited('source: valid.de', 'source: vaild.de'));
  assert.equal(exitCode, exitCodes.done);
  assert.ok(
    output.startsWith(`${file}:5:19: warning: there is no file ${join(folder, 'vaild.de')} [missing-file]
  5 |   valid: {source: vaild.de, target: valid.en}
    |                   ^^^^^^^^
  expected: the path of a file, from the folder of the experiment file
  did you mean \`valid.de\`?
${file}: ok, 6 runs planned`),
    output,
  );
  const { problems } = JSON.parse((await run(edited('train.en', 'none.txt'), { json: true })).output);
  assert.deepEqual(
    problems.map(({ code, suggestion }: { code: string; suggestion?: string }) => [code, suggestion]),
    [['missing-file', undefined]],
  );
});

test('check reads includes beside the file', async () => {
  writeFileSync(join(folder, 'common.yaml'), 'metrics: [chrf]\nsamples: oops\n');
  const { exitCode, output } = await run(`include: common.yaml\n${baseText}`);
  assert.equal(exitCode, exitCodes.badInput);
  assert.ok(output.startsWith(`${join(folder, 'common.yaml')}:2:10: error: \`samples\` cannot be "oops"`), output);
});

test('check without a file, or with one that is not there, says what to do', async () => {
  const { stdin, stderr } = process;
  const input = { options: {}, stdin, stdout, stderr };
  await assert.rejects(check.run({ ...input, positionals: [] }), UserError);
  await assert.rejects(check.run({ ...input, positionals: [join(folder, 'none.yaml')] }), /there is no such file/);
  await assert.rejects(check.run({ ...input, positionals: [folder] }), /it is a folder/);
});

test('schema prints the JSON Schema', async () => {
  written.length = 0;
  const { stdin, stderr } = process;
  await schema.run({ options: {}, positionals: [], stdin, stdout, stderr });
  assert.equal(JSON.parse(written.join('')).title, 'Smoothing Lab experiment');
});

test('a terminal is not steered by the file (here by a CSI sequence), and wide characters are underlined at their width', () => {
  const text = '{ "日本": 1, \ttask: "\u009b31m" }\n';
  const { problems, sources } = parse(text);
  const shown = problems.map((problem) => formatProblem(problem, sources[problem.file]));
  const [name = ''] = shown.filter((lines) => lines.includes('[unknown-key]'));
  assert.deepEqual(name.split('\n').slice(0, 3), [
    'main.experiment.yaml:1:3: error: an experiment has no key `日本` [unknown-key]',
    '  1 | { "日本": 1,  task: "" }',
    '    |   ^^^^^^',
  ]);
  const [value = ''] = shown.filter((lines) => lines.includes('[invalid-value]'));
  assert.equal(value.split('\n')[2], `    | ${' '.repeat(20)}^^`);
  for (const lines of shown) assert.ok(!lines.includes('\u009b') && !lines.includes('\t'));
});
