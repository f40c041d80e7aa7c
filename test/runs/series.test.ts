import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSeries } from '../../src/runs/readSeries.ts';
import { createRunFolder, reopenRun } from '../../src/runs/runFolder.ts';
import { decodeSeriesHeader, effectiveRecords, encodeSeriesHeader } from '../../src/runs/series.ts';
import { tokensPerSecond } from '../../src/runs/throughput.ts';
import { exampleManifest, exampleRow, withFolder } from './exampleRuns.ts';

test('the file is what its description says, so that it can be mapped by offset', () =>
  withFolder((parent) => {
    const writer = createRunFolder(parent, exampleManifest());
    writer.row(1, exampleRow(1));
    writer.row(2, exampleRow(2));
    writer.close();
    const bytes = readFileSync(join(writer.folder, 'series.bin'));
    assert.equal(bytes.toString('latin1', 0, 8), 'SLSERIES');
    const [version, offset, recordBytes, jsonBytes] = [8, 12, 16, 20].map((at) => bytes.readUInt32LE(at)) as number[];
    assert.deepEqual([version, recordBytes, (offset as number) % 8], [1, 88, 0]);
    assert.deepEqual(JSON.parse(bytes.toString('utf8', 24, 24 + (jsonBytes as number))), [
      ...['step', 'attempt', 'objective', 'nll', 'accuracy', 'tokens', 'learningRate', 'gradientNorm', 'epoch'],
      ...['milliseconds', 'effectiveSize'],
    ]);
    assert.equal(bytes.length, (offset as number) + 2 * 88);
    const second = Array.from({ length: 11 }, (_, column) => bytes.readDoubleLE((offset as number) + 88 + 8 * column));
    assert.deepEqual(second, [2, 0, 4.998, 3.998, 0.25, 1002, 0.001, 0.5, 0.2, 100, Number.NaN]);
  }));

test('a header that is not one is told', () => {
  const header = encodeSeriesHeader(['nll']);
  assert.deepEqual(decodeSeriesHeader(header), { names: ['step', 'attempt', 'nll'], dataOffset: 48, recordBytes: 24 });
  for (let length = 0; length < header.length; length += 1) {
    assert.equal(decodeSeriesHeader(header.subarray(0, length)), undefined);
  }
  for (const at of [0, 8, 12, 16, 20, 25]) {
    const changed = Buffer.from(header);
    changed.writeUInt8(header.readUInt8(at) + 3, at);
    assert.equal(decodeSeriesHeader(changed), undefined, `byte ${at}`);
  }
});

test('records of earlier attempts count up to where a later attempt began, which is known by its event or its rows', () => {
  const kept = (steps: number[], attempts: number[], fromSteps: number[]) =>
    effectiveRecords(steps, attempts, fromSteps).map((index) => `${attempts[index]}:${steps[index]}`);
  assert.deepEqual(kept([1, 2, 3], [0, 0, 0], []), ['0:1', '0:2', '0:3']);
  assert.deepEqual(kept([1, 2, 3], [0, 0, 0], [1]), ['0:1']);
  assert.deepEqual(kept([1, 2, 3, 3, 4], [0, 0, 0, 1, 1], []), ['0:1', '0:2', '1:3', '1:4']);
  assert.deepEqual(kept([1, 2, 3, 3, 4], [0, 0, 0, 1, 1], [2, 2]), ['0:1', '0:2']);
  assert.deepEqual(kept([1, 2, 3, 4, 2, 3, 4, 5, 4], [0, 0, 0, 0, 1, 1, 1, 1, 3], [1, 3, 3]), [
    ...['0:1', '1:2', '1:3', '3:4'],
  ]);
  assert.deepEqual(kept([], [], [5]), []);
});

test('a run whose file has other columns goes on with those', () =>
  withFolder(async (parent) => {
    const writer = createRunFolder(parent, exampleManifest());
    writer.close();
    writeFileSync(join(writer.folder, 'series.bin'), encodeSeriesHeader(['nll', 'old', 'tokens']));
    const again = reopenRun(writer.folder);
    again.row(1, exampleRow(1));
    again.close();
    const { steps, columns } = await readSeries(writer.folder);
    assert.deepEqual(
      [steps, columns.nll, columns.tokens],
      [1, 3.999, 1001].map((value) => Float64Array.of(value)),
    );
    assert.deepEqual(columns.objective, Float64Array.of(Number.NaN));
  }));

test('the pace is the median over the steps after the first', () =>
  withFolder(async (parent) => {
    const writer = createRunFolder(parent, exampleManifest());
    assert.equal(await tokensPerSecond(writer.folder), undefined);
    const add = (step: number, tokens: number, milliseconds: number) =>
      writer.row(step, { ...exampleRow(step), tokens, milliseconds });
    add(1, 100, 60_000);
    assert.equal(await tokensPerSecond(writer.folder), undefined);
    add(2, 100, 10);
    assert.equal(await tokensPerSecond(writer.folder), 10_000);
    add(3, 200, 10);
    assert.equal(await tokensPerSecond(writer.folder), 15_000);
    add(4, 100, 1000);
    assert.equal(await tokensPerSecond(writer.folder), 10_000);
    writer.close();
  }));
