// Checks METEOR of the command line against what pycocoevalcap's METEOR gave for the same captions, digit by digit.
// It needs what CI lacks, a Java and the jar, and is therefore run by hand:
//
//     npm run build
//     SMOOTHING_LAB_METEOR_JAR=.../pycocoevalcap/meteor/meteor-1.5.jar node test/oracles/coco_programs.mjs [dist/cli.js]
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const [cli = 'dist/cli.js'] = process.argv.slice(2);
const { corpora } = JSON.parse(gunzipSync(readFileSync('test/fixtures/metrics/coco.json.gz')).toString('utf8'));
const folder = mkdtempSync(join(tmpdir(), 'meteor-'));

function scoreByCommand(hypotheses, references) {
  const most = Math.max(...references.map(({ length }) => length));
  const files = Array.from({ length: most }, (_, rank) => {
    const file = join(folder, `reference${rank}.txt`);
    writeFileSync(file, references.map((own) => `${own[rank] ?? ''}\n`).join(''));
    return file;
  });
  const args = ['score', '--metric', 'meteor', '--json', '--segments', '--empty-is-missing', '--reference'];
  const input = hypotheses.map((text) => `${text}\n`).join('');
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...args, ...files], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

try {
  let compared = 0;
  for (const [name, { hypotheses, references, scores }] of Object.entries(corpora)) {
    if (!scores.meteor || references.flat().includes('')) continue;
    const { score, segments } = scoreByCommand(hypotheses, references);
    assert.deepEqual({ score, segments }, scores.meteor, name);
    compared += segments.length;
    console.log(`${name}: METEOR ${score}, equal for the corpus and ${segments.length} segments`);
  }
  assert.ok(compared > 0);
} finally {
  rmSync(folder, { recursive: true });
}
