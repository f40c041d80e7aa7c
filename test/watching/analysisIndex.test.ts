import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AnalysisResult } from '../../src/analyses/analysis.ts';
import { runFiles } from '../../src/runs/events.ts';
import { createRunFolder, reopenRun } from '../../src/runs/runFolder.ts';
import { createRunIndex } from '../../src/watching/createRunIndex.ts';
import { checkpoint, exampleManifest, exampleRow, resumed, started, withFolder } from '../runs/exampleRuns.ts';

const found = (ece: number | null): Record<string, AnalysisResult> => ({
  reliability: {
    figures: { ECE: ece },
    profiles: { 'equal width': { labels: ['a', 'b'], columns: { accuracy: [0.5, null] } } },
  },
});
const eceOf = (analyses: Record<string, AnalysisResult>) => analyses.reliability?.figures.ECE;

test('analyses are read as they are appended, those of the attempt that counts', async () => {
  await withFolder(async (parent) => {
    const writer = createRunFolder(parent, exampleManifest());
    const { folder } = writer;
    const index = createRunIndex({ roots: [parent] });
    await index.refresh();
    assert.deepEqual(await index.analyses(folder, { step: 1, split: 'valid' }), {});

    writer.event(started(30));
    writer.row(1, exampleRow(1));
    for (const step of [10, 20]) writer.analyses({ step, split: 'valid', analyses: found(step) });
    writer.event(checkpoint(10));
    await index.refresh();
    const at = (step: number, split: 'valid' | 'test' = 'valid') => index.analyses(folder, { step, split });
    assert.deepEqual(await at(10), found(10));
    assert.equal(eceOf(await at(20)), 20);
    assert.deepEqual(await at(20, 'test'), {});
    writer.close();

    // What follows the checkpoint is done anew: the line of the first attempt is void at once.
    const again = reopenRun(folder);
    again.event(resumed(10));
    await index.refresh();
    assert.deepEqual(await at(20), {});
    assert.equal(eceOf(await at(10)), 10);
    again.analyses({ step: 20, split: 'valid', analyses: found(21) });
    again.analyses({ step: 20, split: 'test', analyses: found(null) });
    again.close();
    await index.refresh();
    assert.equal(eceOf(await at(20)), 21);
    assert.equal(eceOf(await at(20, 'test')), null);
    index.dispose();
  });
});

test('a line that a killed trainer left torn is cut, and runs of earlier versions have none', async () => {
  await withFolder(async (parent) => {
    const writer = createRunFolder(parent, exampleManifest());
    const { folder } = writer;
    writer.event(started(30));
    writer.analyses({ step: 10, split: 'valid', analyses: found(1) });
    writer.close();
    appendFileSync(join(folder, runFiles.analyses), '{"step":20,"split":"valid","attempt":0,"analyses":{"rel');
    const index = createRunIndex({ roots: [parent] });
    await index.refresh();
    assert.deepEqual(await index.analyses(folder, { step: 20, split: 'valid' }), {});
    const again = reopenRun(folder);
    again.event(resumed(10));
    again.analyses({ step: 20, split: 'valid', analyses: found(2) });
    again.close();
    assert.equal(eceOf(await index.analyses(folder, { step: 20, split: 'valid' })), 2);
    assert.equal(eceOf(await index.analyses(folder, { step: 10, split: 'valid' })), 1);
    index.dispose();
  });
});

test('what is of another form is left out, and the rest is there', async () => {
  await withFolder(async (parent) => {
    const writer = createRunFolder(parent, exampleManifest());
    const { folder } = writer;
    const uneven = { figures: {}, profiles: { p: { labels: ['a'], columns: { c: [1, 2] } } } };
    const wordy = { figures: { ECE: 'high' }, profiles: {} } as unknown as AnalysisResult;
    writer.analyses({ step: 5, split: 'valid', analyses: { ...found(3), uneven, wordy } });
    appendFileSync(join(folder, runFiles.analyses), 'no json\n{"step":6,"split":"valid","attempt":0,"analyses":[]}\n');
    writer.close();
    const index = createRunIndex({ roots: [parent] });
    await index.refresh();
    assert.deepEqual(Object.keys(await index.analyses(folder, { step: 5, split: 'valid' })), ['reliability']);
    assert.deepEqual(await index.analyses(folder, { step: 6, split: 'valid' }), {});
    index.dispose();
  });
});
