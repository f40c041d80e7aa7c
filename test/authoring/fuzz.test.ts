import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completionsAt } from '../../src/authoring/completion.ts';
import { definitionAt } from '../../src/authoring/definition.ts';
import { fixesFor } from '../../src/authoring/fixes.ts';
import { hoverAt } from '../../src/authoring/hover.ts';
import { lensesOf } from '../../src/authoring/lenses.ts';
import { parseExperiment } from '../../src/experiment/parseExperiment.ts';
import { common, generator, mutated } from '../experiment/mutations.ts';
import { surroundings } from './atCursor.ts';

const rounds = 1500;
const positions = 3;

test(`${rounds} mutated files, ${positions} positions each: nothing is thrown, and all places are in the text`, async () => {
  const count = { completions: 0, hovers: 0, definitions: 0, fixes: 0, lenses: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const text = mutated(round);
    const draw = generator(round + 1_000_000);
    const inText = ({ start, end }: { start: number; end: number }) =>
      assert.ok(0 <= start && start <= end && end <= text.length, `round ${round}: ${start} to ${end}`);
    for (let each = 0; each < positions; each += 1) {
      const offset = draw(text.length + 1);
      for (const { replaces, also } of await completionsAt(text, offset, surroundings)) {
        inText(replaces);
        assert.ok(replaces.start <= offset && offset <= replaces.end, `round ${round}: not at ${offset}`);
        assert.ok(!/[\r\n]/.test(text.slice(replaces.start, replaces.end)), `round ${round}: over several lines`);
        if (also) assert.ok(also.at <= replaces.start, `round ${round}: ${also.at}`);
        count.completions += 1;
      }
      const hover = hoverAt(text, offset);
      if (hover) inText(hover);
      const definition = definitionAt(text, offset);
      if (definition) inText(definition.from);
      count.hovers += hover ? 1 : 0;
      count.definitions += definition ? 1 : 0;
    }
    const { problems } = parseExperiment(text, {
      file: 'a',
      readFile: (path) => (path === 'common.yaml' ? common : undefined),
    });
    for (const problem of problems.filter(({ file }) => file === 'a')) {
      for (const { edit } of fixesFor(text, problem)) {
        inText(edit);
        count.fixes += 1;
      }
    }
    for (const lens of lensesOf(text, { file: 'a', runs: [], jobs: [] })) {
      inText(lens);
      count.lenses += 1;
    }
  }
  // Enough of each is seen for the test to mean something.
  for (const [name, seen] of Object.entries(count)) assert.ok(seen > rounds / 10, `${name}: ${seen}`);
});
