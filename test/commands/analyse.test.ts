import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { command } from '../../src/commands/analyse.ts';
import { UserError } from '../../src/userError.ts';
import { temporaryFolder } from '../data/temporaryFolder.ts';

const folder = temporaryFolder();

function file(name: string, content: string | Buffer): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

/** Runs the command on arguments and standard input; gives what it prints. */
async function analyse(args: string[], input = ''): Promise<string> {
  const { values, positionals } = parseArgs({ args, options: command.options, allowPositionals: true });
  const written: string[] = [];
  const stdout = { write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  const stdin = Readable.from([Buffer.from(input)]) as unknown as NodeJS.ReadStream;
  const options = values as Parameters<typeof command.run>[0]['options'];
  assert.equal(await command.run({ options, positionals, stdin, stdout, stderr: stdout }), 0);
  return written.join('');
}

const refuses = (args: string[], message: RegExp, fix: RegExp, input = 'a\n') =>
  assert.rejects(
    () => analyse(args, input),
    (error) => error instanceof UserError && message.test(error.describe()) && fix.test(error.fix ?? ''),
  );

const outputs = 'the cat sits on the mat .\nthe dog runs .\nit rains today again .\n';
const references = file('references.txt', 'a cat sits on the mat .\ntwo dogs run .\nit rains today again .\n');
const second = file('second.gz', gzipSync('the cat sits on a mat .\nthe dogs run .\nit rains again .\n'));
const source = file('source.txt', 'die Katze sitzt auf der Matte .\nzwei Hunde laufen .\nheute regnet es wieder .\n');
const training = file('training.de', 'die Katze schläft .\ndie Katze sitzt auf der Bank .\nzwei Katzen laufen .\n');

test('all analyses that the files allow, as JSON', async () => {
  const languages = file('languages.tsv', 'x\tde-en\nx\tfr-en\nx\tde-en\n');
  const probabilities = file('probabilities.txt', '0.9 0.8\n0.25 1\n\n');
  const args = ['-r', references, second, '--source', source, '--training-source', training, '--tokenize', 'none'];
  const more = ['--languages', languages, '--column', '2', '--probabilities', probabilities, '--json'];
  const found = JSON.parse(await analyse([...args, ...more], outputs));
  assert.deepEqual(Object.keys(found), [
    ...['frequency-split', 'beam-probabilities', 'lengths', 'length-scores', 'ngrams'],
    ...['token-frequencies', 'group-scores'],
  ]);
  // F of the three sources: (2+2+1+1+1+0+3)/7, (1+0+1+3)/4, 3/5.
  assert.deepEqual(found['frequency-split'].profiles.splits.columns['mean frequency'], [10 / 7, 5 / 4, 3 / 5]);
  assert.deepEqual(found['group-scores'].profiles.groups.labels, ['de-en', 'fr-en']);
  assert.deepEqual(found['group-scores'].profiles.groups.columns.segments, [2, 1]);
  assert.equal(found['beam-probabilities'].figures['mean probability'], 2.95 / 4);
  assert.equal(found.lengths.figures['length ratio'], 1);
});

test('tables, and what could be analysed with more', async () => {
  const text = await analyse(['--reference', references], outputs);
  assert.match(text, /^Lengths: How many words outputs have/);
  assert.match(text, /\n {2}length ratio +1\n/);
  assert.match(text, /\norders +precision +recall +repeated\n/);
  assert.match(text, /\nNot made:\n {2}frequency-split: give --source and --training-source\n/);
  assert.doesNotMatch(text, /reliability|confusions/);
});

test('classes and tags: calibration and confusions', async () => {
  const gold = file('gold.txt', 'cat\ndog\ndog\n');
  const sure = file('sure.txt', '0.9\n0.8\n0.7\n');
  const classes = ['-r', gold, '--over', 'class', '--probabilities', sure, '--json'];
  const { reliability, confusions } = JSON.parse(await analyse(classes, 'cat\ncat\ndog\n'));
  // |1 − .9| + |0 − .8| + |1 − .7| of three.
  assert.ok(Math.abs(reliability.figures.ECE - 1.2 / 3) < 1e-12);
  assert.deepEqual(confusions.profiles.pairs.labels, ['dog → cat']);
  const tags = file('tags.txt', 'O B-PER\n');
  const both = await analyse(['-r', tags, '--over', 'tags', '--only', 'confusions,lengths'], 'B-PER O\n');
  assert.match(both, /\nO → B-PER +1 +1\n/);
});

test('names in files do not steer the terminal', async () => {
  const languages = file('hostile.txt', '\u001b[31mred\n\u001b]0;title\u0007\nx\n');
  const text = await analyse(['-r', references, '--languages', languages], outputs);
  assert.ok(!text.includes('\u001b') && !text.includes('\u0007'));
});

test('what is missing or wrong is told with its file and line', async () => {
  await refuses([], /analyse needs a reference/, /--reference/);
  const one = file('one.txt', 'a\n');
  await refuses(['-r', references], /standard input has 1 lines, but .*references\.txt has 3/, /line by line/);
  await refuses(['-r', one, '-s', references], /has 1 lines, but .*references\.txt has 3/, /line by line/);
  await refuses(['-r', one, '--only', 'frequency-split'], /needs more/, /--source and --training-source/);
  await refuses(['-r', one, '--only', 'confusions'], /confusions says nothing of text/, /--over/);
  await refuses(['-r', one, '--only', 'ngram'], /--only cannot be `ngram`/, /`ngrams`/);
  await refuses(['-r', one, '--training-source', one], /no effect without --source/, /--source/);
  await refuses(['-r', one, '--over', 'tags', '--tokenize', 'char'], /no effect with --over tags/, /Leave it out/);
  const wrong = ['-r', one, '--probabilities', file('wrong.txt', '0.5 1.5\n')];
  await refuses(wrong, /wrong\.txt:1: `1\.5` is no probability/, /from 0 to 1/);
  const fewer = ['-r', one, '--over', 'tags', '--probabilities', file('few.txt', '0.5 0.5\n')];
  await refuses(fewer, /few\.txt:1: the line has 2 probabilities for 1/, /each tag/);
  await refuses(['-r', one, '--languages', one, '--column', '3'], /one\.txt:1: the line has no column 3/, /tabs/);
  await refuses(['-r', one, '--column', '1'], /no effect without --languages/, /--languages/);
  const latin = file('latin.txt', Buffer.from('a\n\xe9\n', 'latin1'));
  await refuses(['-r', one, '--source', one, '--training-source', latin], /latin\.txt:2: .*UTF-8/, /UTF-8/);
});
