import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCli } from '../cli.ts';
import { baseFiles, edited } from '../experiment/base.ts';
import { until } from './until.ts';
import { withVsCode } from './vscodeSession.ts';
import { packYamlExtension } from './yaml/packYamlExtension.ts';

const text = edited('  mle: {}', '  mle: &mle {}\n  kd: { <<: *mle, targets: { kind: kd, teacher: mle } }');
const lines = text.split('\n');
const lineOf = (part: string) => lines.findIndex((line) => line.includes(part)) + 1;
const columnOf = (part: string) => lines[lineOf(part) - 1]!.indexOf(part) + 1;

/** What is wrong in each file, and which extension says so. */
const faults = {
  'bracket.experiment.yaml': { text: edited('chrf]', 'chrf'), row: /Flow sequence.*YAML/i },
  'twice.experiment.yaml': {
    text: edited('  epochs: 5', '  epochs: 5\n  epochs: 6'),
    row: /keys must be unique.*YAML/i,
  },
  // This one the language server does not mind.
  'comment.experiment.yaml': { text: edited('Base', '"Base"#b'), row: /comments must be separated.*Smoothing Lab/i },
  'kind.experiment.yaml': { text: edited('label-smoothing', 'label-smothing'), row: /label-smothing.*Smoothing Lab/s },
};

const files = {
  'lab.experiment.yaml': text,
  'schema.experiment.yaml': `# yaml-language-server: $schema=experiment.schema.json\n${text}`,
  ...Object.fromEntries(Object.entries(faults).map(([name, fault]) => [name, fault.text])),
};

/** Longer than either extension takes to say what it has to say of a file. */
const patience = 2500;

async function prepare(workspace: string): Promise<void> {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(workspace, name), content);
  for (const name of baseFiles) writeFileSync(join(workspace, name), '');
  writeFileSync(join(workspace, 'experiment.schema.json'), (await runCli(['schema'])).stdout);
}

const options = {
  name: 'beside',
  files: {},
  prepare,
  packOthers: async (folder: string) => [await packYamlExtension(join(folder, 'yaml'))],
  // Both come from the network.
  settings: { 'yaml.schemaStore.enable': false, 'yaml.kubernetesCRDStore.enable': false },
};

test("beside Red Hat's YAML extension nothing is said twice", async () => {
  await withVsCode(options, async ({ page, workbench, problems, step }) => {
    const rowsOf = (name: string) => workbench.problemRows(`${name}.experiment.yaml`);
    const suggestions = () =>
      page
        .getByRole('listbox', { name: /Suggest/ })
        .getByRole('option')
        .evaluateAll((options) => options.map((option) => option.getAttribute('aria-label')?.split(',')[0]));
    const hoverText = async (name: string, line: number, column: number) => {
      await workbench.focusEditor(`${name}.experiment.yaml`);
      await workbench.goTo(line, column);
      await workbench.showHover();
      const tooltip = page.getByRole('tooltip');
      await tooltip.waitFor();
      // Each extension's part comes when that has answered.
      await tooltip.filter({ hasNotText: 'Loading' }).waitFor();
      const shown = (await tooltip.textContent()) ?? '';
      await page.keyboard.press('Escape');
      return shown;
    };

    for (const [file, { row }] of Object.entries(faults)) {
      await step(file.split('.')[0]!, async () => {
        if (file === Object.keys(faults)[0]) {
          await workbench.ready();
          await page.keyboard.press('Control+Shift+m');
        }
        await workbench.openFile(file);
        const seen: string[][] = [];
        await until(`one says what is wrong in ${file}`, 30_000, async () => {
          const rows = await workbench.problemRows(file);
          seen.push(rows);
          return rows.some((found) => row.test(found));
        });
        await page.waitForTimeout(patience);
        seen.push(await workbench.problemRows(file));
        assert.equal(Math.max(...seen.map((rows) => rows.length)), 1, JSON.stringify(seen, null, 2));
        assert.match(seen.at(-1)![0]!, row);
      });
    }

    await step('quick-fix', async () => {
      await workbench.focusEditor('twice.experiment.yaml');
      await workbench.goTo(12, 4);
      await workbench.fix('Remove `epochs`');
      await until('the key is gone', 10_000, async () => (await rowsOf('twice')).length === 0);
    });

    await step('hover', async () => {
      await workbench.openFile('lab.experiment.yaml');
      await workbench.lens(/^Run all/).waitFor();
      const key = await hoverText('lab', lineOf('epochs'), 4);
      assert.equal(key.match(/epochs/gi)?.length, 1, key);
      const alias = await hoverText('lab', lineOf('*mle'), columnOf('*mle') + 1);
      assert.match(alias, /\{\}/);
      assert.doesNotMatch(alias, /stands for/);
    });

    await step('definition', async () => {
      await page.keyboard.press('F12');
      // Where several extensions knew of a place, they would be listed.
      await page.getByRole('button', { name: new RegExp(`^Ln ${lineOf('&mle')}, `) }).waitFor();
    });

    await step('completion', async () => {
      await workbench.goTo(lineOf('epochs'), 12);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+Space');
      const optimizer = workbench.suggestion(/^optimizer/).first();
      await optimizer.waitFor();
      await page.waitForTimeout(500);
      const labels = await suggestions();
      assert.ok(labels.length > 3);
      assert.deepEqual(labels, [...new Set(labels)]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+z');
    });

    await step('modeline', async () => {
      await workbench.openFile('schema.experiment.yaml');
      const note = /With this line the YAML extension does so a second time/;
      await until('the line is noted', 20_000, async () => (await rowsOf('schema')).some((row) => note.test(row)));
      // So the test would see it if two told of a key. The other extension answers once it has read the schema.
      const source = /Source: experiment\.schema\.json/;
      const told = async () => source.test(await hoverText('schema', lineOf('epochs') + 1, 4));
      await until('the YAML extension tells of the key', 20_000, told);
      await workbench.goTo(1, 5);
      await workbench.fix('Remove this line');
      await until('the note is gone', 10_000, async () => (await rowsOf('schema')).length === 0);
      assert.equal(await hoverText('schema', lineOf('epochs'), 4), await hoverText('lab', lineOf('epochs'), 4));
      await page.waitForTimeout(patience);
      assert.deepEqual(await rowsOf('schema'), []);
    });
    assert.deepEqual(problems, []);
  });
});
