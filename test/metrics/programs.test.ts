import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { javaProgramOf } from '../../src/metrics/programs/javaProgram.ts';
import { type ProgramMetricName, programMetrics } from '../../src/metrics/programs/registry.ts';
import { UserError } from '../../src/userError.ts';

const folder = mkdtempSync(join(tmpdir(), 'programs-'));
after(() => rmSync(folder, { recursive: true }));
const jar = join(folder, 'program.jar');
writeFileSync(jar, 'no jar');

const names = Object.keys(programMetrics) as ProgramMetricName[];

const says = (message: RegExp, fix: RegExp) => (error: unknown) =>
  error instanceof UserError && message.test(error.message) && fix.test(error.fix ?? '');

for (const name of names) {
  const variable = `SMOOTHING_LAB_${name.toUpperCase()}_JAR`;

  test(`${name}: what to do where its program is not configured, or is not there`, () => {
    const howTo = new RegExp(`--${name}-jar FILE .*${variable}.*pycocoevalcap`, 's');
    assert.throws(() => javaProgramOf(name, {}, {}), says(/needs its own Java program/, howTo));
    assert.throws(
      () => javaProgramOf(name, {}, { [variable]: join(folder, 'none.jar') }),
      says(/is not there: /, howTo),
    );
    assert.throws(() => javaProgramOf(name, {}, { [variable]: folder }), says(/is not there: /, howTo));
  });

  test(`${name}: the command line goes before the environment`, () => {
    const environment = { [variable]: join(folder, 'none.jar'), SMOOTHING_LAB_JAVA: '/usr/bin/other' };
    assert.deepEqual(javaProgramOf(name, { java: 'own', jars: { [name]: jar } }, environment), { java: 'own', jar });
    assert.deepEqual(javaProgramOf(name, {}, { [variable]: jar }), { java: 'java', jar });
    assert.equal(javaProgramOf(name, {}, { ...environment, [variable]: jar }).java, '/usr/bin/other');
  });

  test(`${name}: a program that cannot be started, or ends at once, is told of`, async () => {
    const score = (java: string) => programMetrics[name].score(['a dog'], [['a dog']], { java, jar });
    await assert.rejects(score(join(folder, 'no-java')), says(/ENOENT/, /Run it by itself/));
    // Node knows none of Java's options.
    await assert.rejects(score(process.execPath), says(/bad option/, /Run it by itself/));
  });

  test(`${name}: a stop ends it, and is no mistake of the user`, async () => {
    const stopped = programMetrics[name].score(['a'], [['a']], { java: process.execPath, jar }, AbortSignal.abort());
    await assert.rejects(stopped, (error) => error instanceof Error && error.name === 'AbortError');
  });
}
