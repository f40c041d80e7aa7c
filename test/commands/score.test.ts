import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { command } from '../../src/commands/score.ts';
import { UserError } from '../../src/userError.ts';

const folder = mkdtempSync(join(tmpdir(), 'score-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs the command on arguments and standard input; gives what it writes. */
async function score(args: string[], input = ''): Promise<{ out: string; err: string }> {
  const { values, positionals } = parseArgs({ args, options: command.options, allowPositionals: true });
  const written = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    ({
      write(text: string) {
        written[name] += text;
      },
    }) as unknown as NodeJS.WriteStream;
  const stdin = Readable.from([Buffer.from(input)]) as unknown as NodeJS.ReadStream;
  const options = values as Parameters<typeof command.run>[0]['options'];
  assert.equal(await command.run({ options, positionals, stdin, stdout: into('out'), stderr: into('err') }), 0);
  return written;
}

const refuses = (args: string[], message: RegExp, fix: RegExp, input?: string) =>
  assert.rejects(
    () => score(args, input),
    (error) => error instanceof UserError && message.test(error.describe()) && fix.test(error.fix ?? ''),
  );

const references = "The cat sits on the mat.\nTwo dogs run, don't they?\n";
const hypotheses = "The cat sat on a mat.\nTwo dogs run and don't they?\n";
const reference = file('reference.txt', references);

// Printed for the same files by the program sacrebleu 2.6.0 (-f text -w 6).
const bleuLine =
  'BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0 = 26.471964 78.6/50.0/20.0/6.2 (BP = 1.000 ratio = 1.000 hyp_len = 14 ref_len = 14)\n';
const chrfLine = 'chrF2++|nrefs:2|case:lc|eff:yes|nc:6|nw:2|space:no|version:2.6.0 = 61.997807\n';

test('the line is the one that sacrebleu prints', async () => {
  const { out } = await score(['--reference', reference, '-w', '6'], hypotheses);
  assert.equal(out, bleuLine);
});

test('several references, gz, CRLF and a file of hypotheses', async () => {
  const packed = file('second.gz', gzipSync(references.toUpperCase().replaceAll('\n', '\r\n')));
  const input = file('hypotheses.txt', hypotheses);
  const args = ['--metric', 'chrf', '--chrf-word-order', '2', '--chrf-lowercase', '-w', '6', '--input', input];
  const { out } = await score([...args, '--reference', packed, reference]);
  assert.equal(out, chrfLine);
});

test('--json gives all digits unless a width is asked for', async () => {
  const {
    metric,
    name,
    score: value,
    signature,
    details,
  } = JSON.parse((await score(['-r', reference, '--json'], hypotheses)).out);
  assert.deepEqual([metric, name], ['bleu', 'BLEU']);
  assert.equal(value.toFixed(6), bleuLine.split(' ')[2]);
  assert.equal(signature, 'nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0');
  assert.equal(details.sys_len, 14);
  const rounded = JSON.parse((await score(['-r', reference, '--json', '-w', '1'], hypotheses)).out);
  assert.equal(rounded.score, Number(value.toFixed(1)));
});

test('--score-only prints the number alone', async () => {
  assert.match((await score(['-r', reference, '--score-only'], hypotheses)).out, /^\d+\.\d\n$/);
});

test('the options are those of sacrebleu', () => {
  for (const name of ['tokenize', 'lowercase', 'smooth-method', 'smooth-value', 'chrf-char-order', 'chrf-word-order']) {
    assert.ok(name in command.options, name);
  }
  for (const name of ['chrf-beta', 'chrf-whitespace', 'chrf-lowercase', 'chrf-eps-smoothing']) {
    assert.ok(name in command.options, name);
  }
  assert.match(command.options.tokenize!.help, /13a, intl, char, none \(default 13a\)/);
});

test('unequal numbers of lines are refused, with both files and both counts', async () => {
  await refuses(['-r', reference], /standard input has 1 lines, but .*reference\.txt has 2/, /line by line/, 'a\n');
});

test('wrong values name what is allowed', async () => {
  await refuses(['-r', reference, '--tokenize', 'int'], /--tokenize cannot be `int`/, /Did you mean `intl`/, 'a');
  await refuses(
    ['-r', reference, '--smooth-value', 'x'],
    /--smooth-value cannot be `x`/,
    /a number of at least 0/,
    'a',
  );
  await refuses(['-r', reference, '-m', 'chrf', '--chrf-beta', '1.5'], /--chrf-beta/, /whole number from 0 to 1000/);
  await refuses(['-r', reference, '--width', '1x'], /--width/, /0 to 20/);
  await refuses(['-r', reference, '--metric', 'blue'], /--metric cannot be `blue`/, /Did you mean `bleu`/);
});

test('an option of another metric is refused, an idle one is pointed out', async () => {
  await refuses(['-r', reference, '--chrf-beta', '3'], /--chrf-beta is an option of chrf/, /--metric chrf/);
  const { err } = await score(['-r', reference, '--smooth-value', '0.5'], hypotheses);
  assert.match(err, /--smooth-value has no effect: the smoothing method exp takes no value/);
});

test('files that cannot be read say why and where', async () => {
  await refuses([join(folder, 'absent')], /absent cannot be read: there is no such file/, /text file/);
  await refuses([folder], /cannot be read: it is a folder/, /text file/);
  const invalid = file('latin1.txt', Buffer.from('a\nb\n\xe9\n', 'latin1'));
  await refuses([invalid], /latin1\.txt:3: the text is not valid UTF-8/, /UTF-8/);
  await refuses([file('torn.gz', gzipSync('a\n').subarray(0, 15))], /torn\.gz is damaged/, /again/);
  await refuses([], /needs a reference/, /--reference/);
  await refuses([reference], /standard input holds no hypotheses/, /--input/);
});

test('captioning metrics: decimals of pycocoevalcap, segments, and references that are missing', async () => {
  const first = file('first.txt', 'A dog runs.\nTwo cats sleep.\n');
  const second = file('fewer.txt', 'A brown dog runs fast.\n\n');
  const args = ['--reference', first, second, '--empty-is-missing', '--metric'];
  const { out } = await score([...args, 'bleu-1'], 'a dog runs\ntwo dogs sleep\n');
  assert.equal(
    out,
    'Bleu_1|nrefs:var|case:lc|tok:ptb|reflen:closest|version:pycocoevalcap-1.2 = 0.833 (ratio = 1.000 testlen = 6 reflen = 6)\n',
  );
  const { out: json } = await score([...args, 'cider', '--json', '--segments'], 'a dog runs\ntwo cats sleep\n');
  const { metric, score: whole, segments } = JSON.parse(json);
  assert.equal(metric, 'cider');
  assert.ok(Math.abs(whole - (segments[0] + segments[1]) / 2) < 1e-12 && segments[1] > 7);
});

test('an empty line is no reference at all where that is said', async () => {
  const empty = file('empty.txt', 'A dog.\n\n');
  const args = ['--reference', empty, '--empty-is-missing', '--metric', 'rouge-l'];
  await refuses(args, /Line 2 is empty in every reference file/, /needs a reference/, 'a\nb\n');
  await refuses(['--reference', empty, '--segments'], /--segments needs --json/, /^$/, 'a\nb\n');
});

test('a metric of a Java program says what it needs, before it reads a text', async () => {
  const nowhere = ['--reference', 'none.txt', '--metric', 'meteor', '--meteor-jar', join(folder, 'none.jar')];
  await refuses(nowhere, /The Java program of METEOR is not there/, /SMOOTHING_LAB_METEOR_JAR/);
  await refuses(
    ['--metric', 'spice', '--meteor-jar', 'x'],
    /is an option of meteor, but the metric is spice/,
    /--spice-jar/,
  );
});
