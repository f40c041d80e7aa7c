import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readSafetensors, readSafetensorsHeader, writeSafetensors } from '../../src/training/safetensors.ts';
import type { TensorValues } from '../../src/training/safetensorsHeader.ts';
import { UserError } from '../../src/userError.ts';

const fixtures = join('test', 'fixtures', 'safetensors');
const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
after(() => rmSync(folder, { recursive: true }));

/** What test/oracles/safetensors_fixture.py stores, in another order. */
const tensors = new Map<string, { shape: number[]; values: TensorValues }>([
  ['state', { shape: [3], values: Uint8Array.of(0, 127, 255) }],
  ['encoder.weight', { shape: [2, 3], values: Float32Array.of(-1, -0.75, -0.5, -0.25, 0, 0.25) }],
  ['steps', { shape: [3], values: Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1) }],
  ['scalar', { shape: [], values: Float32Array.of(0.1) }],
  ['décodeur.bias', { shape: [3], values: Float32Array.of(Number.POSITIVE_INFINITY, -0, 1e-38) }],
  ['empty', { shape: [0, 4], values: new Float32Array(0) }],
]);

test('a file that the reference implementation wrote is read, value by value', async () => {
  const path = join(fixtures, 'reference.safetensors');
  const read = await readSafetensors(path);
  assert.deepEqual(read.metadata, { step: '120' });
  assert.deepEqual(new Map([...read.tensors].sort()), new Map([...tensors].sort()));
  assert.ok(Object.is(read.tensors.get('décodeur.bias')?.values[1], -0));
  const { entries } = await readSafetensorsHeader(path);
  assert.deepEqual(entries.at(-1), { name: 'state', type: 'U8', shape: [3], begin: 52, end: 55 });
});

test('the bytes written are those of the reference implementation', async () => {
  const path = join(folder, 'written.safetensors');
  await writeSafetensors(path, tensors, { step: '120' });
  assert.deepEqual(readFileSync(path), readFileSync(join(fixtures, 'reference.safetensors')));
  assert.deepEqual(readdirSync(folder), ['written.safetensors']);
});

test('a view into a larger buffer is written alone, and every element type comes back', async () => {
  const path = join(folder, 'types.safetensors');
  const stored = new Map<string, { shape: number[]; values: TensorValues }>([
    ['7', { shape: [2], values: Float32Array.of(9, 1.5, 2.5, 9).subarray(1, 3) }],
    ['a', { shape: [1], values: Float64Array.of(Math.PI) }],
    ['b', { shape: [1, 1], values: Uint32Array.of(2 ** 32 - 1) }],
    ['c', { shape: [1], values: Int16Array.of(-2) }],
    ['d', { shape: [1], values: Uint16Array.of(65_535) }],
    ['e', { shape: [1], values: Int8Array.of(-128) }],
  ]);
  await writeSafetensors(path, stored);
  const read = await readSafetensors(path);
  assert.deepEqual(read.metadata, {});
  assert.deepEqual([...read.tensors.keys()], ['a', '7', 'b', 'd', 'c', 'e']);
  for (const [name, tensor] of stored) assert.deepEqual(read.tensors.get(name), tensor);
});

test('values that do not fill their shape are refused before anything is written', async () => {
  const path = join(folder, 'wrong.safetensors');
  await assert.rejects(
    writeSafetensors(path, new Map([['w', { shape: [2, 2], values: new Float32Array(3) }]])),
    /tensor w of shape \[2,2\] has 3 values/,
  );
  assert.throws(() => readFileSync(path), /ENOENT/);
});

function file(header: unknown, data: number, headerBytes?: bigint): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(headerBytes ?? BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(data)]);
}

const f32 = (shape: number[], ...offsets: number[]) => ({ dtype: 'F32', shape, data_offsets: offsets });

const faults: [string, Buffer, RegExp][] = [
  ['nothing', Buffer.alloc(0), /it has 0 bytes/],
  ['a header that is cut', file({ a: f32([1], 0, 4) }, 0).subarray(0, 20), /it ends within its header/],
  ['an absurd length', file({}, 0, 2n ** 60n), /its header would have 1152921504606846976 bytes/],
  ['no JSON', file('{"a": ', 0), /its header is no JSON object/],
  ['a list', file([1], 0), /its header is no JSON object/],
  ['data that is cut', file({ a: f32([2], 0, 8) }, 5), /it ends 3 bytes too early/],
  ['data that follows', file({ a: f32([1], 0, 4) }, 6), /2 bytes follow its last tensor/],
  ['an overlap', file({ a: f32([2], 0, 8), b: f32([1], 4, 8) }, 8), /tensor b overlaps the one before it/],
  ['a gap', file({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12), /there is a gap before tensor b/],
  ['a wrong size', file({ a: f32([3], 0, 8) }, 8), /tensor a of shape \[3\] and type F32 takes 12 bytes, not 8/],
  ['a negative size', file({ a: f32([-1], 0, 4) }, 4), /entry of tensor a is malformed/],
  ['no offsets', file({ a: { dtype: 'F32', shape: [1] } }, 4), /entry of tensor a is malformed/],
  ['an entry that is null', file({ a: null }, 4), /entry of tensor a is malformed/],
];

for (const [what, bytes, message] of faults) {
  test(`a broken file is told as the user's: ${what}`, async () => {
    const path = join(folder, 'broken.safetensors');
    writeFileSync(path, bytes);
    const fault = await readSafetensors(path).catch((error: unknown) => error);
    assert.ok(fault instanceof UserError, String(fault));
    assert.match(fault.message, message);
    assert.deepEqual(fault.position, { file: path });
  });
}

test('an element type that is not supported is told with its tensor', async () => {
  const path = join(fixtures, 'half.safetensors');
  await assert.rejects(readSafetensors(path), /^UserError: tensor half has element type F16, which is not supported$/);
  await assert.rejects(readSafetensors(join(folder, 'none')), /cannot be read: there is no such file/);
});
