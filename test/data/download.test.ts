import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { DataStep } from '../../src/data/dataProgress.ts';
import { download } from '../../src/data/download.ts';
import { hashOf, resolveFile } from '../../src/data/files.ts';
import { UserError } from '../../src/userError.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const content = Buffer.from(Array.from({ length: 50_000 }, (_, line) => `line ${line}\n`).join(''));
const sha256 = createHash('sha256').update(content).digest('hex');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let answers: Answer[] = [];
let requests: { range?: string; encoding?: string }[] = [];

const server = createServer((request, response) => {
  requests.push({ range: request.headers.range, encoding: request.headers['accept-encoding'] as string });
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  answer?.(request, response);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => server.close());
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.txt`;

const whole: Answer = (_request, response) =>
  response.writeHead(200, { 'content-length': content.length }).end(content);
const rest: Answer = (request, response) => {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= content.length) return response.writeHead(416).end();
  response.writeHead(206, {
    'content-length': content.length - start,
    'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
  });
  return response.end(content.subarray(start));
};
const breakAfter =
  (bytes: number): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, bytes), () => setTimeout(() => response.destroy(), 100));
  };
const status =
  (code: number): Answer =>
  (_request, response) =>
    response.writeHead(code).end('no');

let names = 0;
/** A path of its own for each test, and what the server answers; the last answer is given for good. */
function prepare(...given: Answer[]): string {
  answers = given;
  requests = [];
  return join(folder.path, `${names++}`, 'data.txt');
}

test('a file is downloaded with progress, and only when it is missing', async () => {
  const path = prepare(whole);
  const steps: DataStep[] = [];
  const present = await resolveFile({ path, url, sha256 }, folder.path, (step) => steps.push(step));
  assert.deepEqual(present, { path, sha256 });
  assert.deepEqual(readFileSync(path), content);
  assert.deepEqual(steps.at(-1), { stage: 'downloading', name: path, done: content.length, total: content.length });
  assert.ok(steps.every((step, index) => index === 0 || step.done > steps[index - 1].done));
  assert.deepEqual(requests, [{ range: undefined, encoding: 'identity' }]);
  await resolveFile({ path, url, sha256: sha256.toUpperCase() }, folder.path);
  assert.equal(requests.length, 1);
  assert.ok(!existsSync(`${path}.part`) && !existsSync(`${path}.lock`));
});

test('a broken connection is taken up where it broke', async () => {
  const path = prepare(breakAfter(200_000), rest);
  await download({ path, url, sha256 });
  assert.deepEqual(readFileSync(path), content);
  assert.equal(requests.length, 2);
  const start = Number(requests[1].range?.slice('bytes='.length, -1));
  assert.ok(start > 0 && start <= 200_000, `went on at ${start}`);
});

test('what an earlier process left is used, and what it left wrong is not', async () => {
  const path = prepare(rest);
  mkdirSync(join(path, '..'));
  writeFileSync(`${path}.part`, content.subarray(0, 1000));
  await download({ path, url, sha256 });
  assert.deepEqual(requests[0].range, 'bytes=1000-');
  assert.deepEqual(readFileSync(path), content);

  const other = prepare(rest);
  mkdirSync(join(other, '..'));
  writeFileSync(`${other}.part`, 'of another file');
  await download({ path: other, url, sha256 });
  assert.deepEqual(
    requests.map(({ range }) => range),
    ['bytes=15-', undefined],
  );
  assert.deepEqual(readFileSync(other), content);

  const complete = prepare(rest);
  mkdirSync(join(complete, '..'));
  writeFileSync(`${complete}.part`, content);
  await download({ path: complete, url, sha256 });
  assert.deepEqual(readFileSync(complete), content);
});

test('a server without ranges starts over', async () => {
  const path = prepare(breakAfter(200_000), whole);
  await download({ path, url, sha256 });
  assert.notEqual(requests[1].range, undefined);
  assert.deepEqual(readFileSync(path), content);
});

test('another content than expected is an error and leaves nothing behind', async () => {
  const path = prepare(whole);
  const wrong = 'a'.repeat(64);
  await assert.rejects(download({ path, url, sha256: wrong }), (error) => {
    assert.ok(error instanceof UserError);
    assert.equal(error.message, `what ${url} gives has SHA-256 ${sha256}, expected ${wrong}`);
    return true;
  });
  assert.ok(!existsSync(path) && !existsSync(`${path}.part`));
});

test('a file that is there but is another one is an error, and kept', async () => {
  const path = prepare(whole);
  mkdirSync(join(path, '..'));
  writeFileSync(path, 'mine');
  await assert.rejects(
    resolveFile({ path, url, sha256 }, folder.path),
    /the file's SHA-256 is .*, the experiment says/,
  );
  assert.equal(readFileSync(path, 'utf8'), 'mine');
  assert.equal(requests.length, 0);
});

test('trouble of the server is waited out; a missing file is not', async () => {
  const path = prepare(status(503), whole);
  await download({ path, url, sha256 });
  assert.equal(requests.length, 2);
  const missing = prepare(status(404));
  await assert.rejects(
    download({ path: missing, url, sha256 }),
    /could not be downloaded: the server answers 404 Not Found/,
  );
  assert.equal(requests.length, 1);
});

test('several at once download once', async () => {
  const path = prepare(whole);
  await Promise.all([
    download({ path, url, sha256 }),
    download({ path, url, sha256 }),
    download({ path, url, sha256 }),
  ]);
  assert.equal(requests.length, 1);
  assert.deepEqual(readFileSync(path), content);
});

test('the hash of a file that is still to be downloaded is the stated one', async () => {
  const path = prepare(whole);
  assert.equal(await hashOf({ path, url, sha256: sha256.toUpperCase() }, folder.path), sha256);
  assert.equal(requests.length, 0);
});
