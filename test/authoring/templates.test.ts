import assert from 'node:assert/strict';
import { test } from 'node:test';
import { templates } from '../../src/authoring/templates.ts';
import { tasks } from '../../src/tasks/registry.ts';
import { parse } from '../experiment/base.ts';

const filled = (body: string): string => body.replace(/\$\{\d+:([^}]*)\}/g, '$1');

for (const { title, body } of templates) {
  test(`the template "${title}" is an experiment without any problem`, () => {
    const text = filled(body);
    assert.doesNotMatch(text, /\$/);
    const { spec, problems } = parse(text);
    assert.deepEqual(problems, []);
    assert.ok(Object.keys(spec!.variants).length >= 2, 'there is something to compare');
  });
}

test('every task has a template, and names of files are different', () => {
  for (const task of Object.keys(tasks))
    assert.ok(
      templates.some((template) => template.task === task),
      task,
    );
  for (const { task, body } of templates) assert.equal(parse(filled(body)).spec?.task, task);
  assert.equal(new Set(templates.map(({ name }) => name)).size, templates.length);
});
