import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExperiment } from '../../src/experiment/parseExperiment.ts';
import type { Position } from '../../src/experiment/problem.ts';
import { common, mutated } from './mutations.ts';

const rounds = 5000;

/** The position of an offset, counted anew from the text. */
function positionIn(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const ends = [...before.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length);
  // An offset between CR and LF is on the line that they end.
  const between = before.endsWith('\r') && text[offset] === '\n';
  const starts = [0, ...(between ? ends.slice(0, -1) : ends)];
  return { offset, line: starts.length, column: offset - starts.at(-1)! + 1 };
}

test(`${rounds} mutated files: nothing is thrown, and every problem has a position in its text`, () => {
  const codes = new Map<string, number>();
  let valid = 0;
  for (let round = 0; round < rounds; round += 1) {
    const text = mutated(round);
    const readFile = (path: string) => (path === 'common.yaml' ? common : undefined);
    const { spec, problems, sources } = parseExperiment(text, { file: 'fuzz.experiment.yaml', readFile });
    if (spec) valid += 1;
    const failed = problems.some(({ severity }) => severity === 'error');
    assert.equal(failed, spec === undefined, `round ${round}: a spec or an error, never both, never neither`);
    for (const { file, range, code, message } of problems) {
      const source = sources[file];
      assert.ok(source !== undefined && message.length > 0, `round ${round}: ${code}`);
      assert.ok(range.start.offset >= 0 && range.start.offset <= range.end.offset, `round ${round}: ${code}`);
      assert.ok(range.end.offset <= source.length, `round ${round}: ${code}`);
      assert.deepEqual(range.start, positionIn(source, range.start.offset), `round ${round}: ${code}`);
      assert.deepEqual(range.end, positionIn(source, range.end.offset), `round ${round}: ${code}`);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
  }
  // The mutations reach past the syntax: some files stay valid, and many different checks speak.
  assert.ok(valid > 100 && valid < rounds / 2, `${valid} valid files`);
  assert.ok(codes.size >= 18, [...codes.keys()].join(', '));
});
