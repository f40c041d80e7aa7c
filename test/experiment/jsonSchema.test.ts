import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axes } from '../../src/experiment/axes.ts';
import { fileJsonSchema } from '../../src/experiment/fileSchema.ts';
import { type JsonSchema, schemasAt } from '../../src/experiment/jsonSchema.ts';
import { metricsOver } from '../../src/metrics/registry.ts';
import { tasks } from '../../src/tasks/registry.ts';

const schema = fileJsonSchema();

/** Every property of the schema with its path. */
function properties(part: JsonSchema, path: string): [string, JsonSchema][] {
  const named = Object.entries({ ...part.properties, ...part.patternProperties });
  const own = named.map(([name, value]): [string, JsonSchema] => [`${path}.${name}`, value]);
  const unnamed = [part.items, part.additionalProperties, ...(part.anyOf ?? []), ...(part.oneOf ?? [])];
  const inner = unnamed.filter((value): value is JsonSchema => typeof value === 'object');
  return [
    ...own,
    ...own.flatMap(([name, value]) => properties(value, name)),
    ...inner.flatMap((value) => properties(value, path)),
  ];
}

test('every key has a text for hovers', () => {
  const all = properties(schema, '');
  assert.ok(all.length > 100, String(all.length));
  const silent = all.filter(([, { description }]) => description === undefined || description.length < 4);
  assert.deepEqual(
    silent.map(([path]) => path),
    [],
  );
});

test('the schema is of draft 2020-12, refuses unknown keys and needs no key that an include can bring', () => {
  assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
  assert.equal(schema.additionalProperties, false);
  assert.deepEqual(schema.anyOf, [
    { required: ['experiment', 'task', 'data', 'model', 'training', 'variants'] },
    { required: ['include'] },
  ]);
  assert.ok(schema.properties?.include && schema.patternProperties?.['^x-']);
});

const constants = (part: JsonSchema | undefined): unknown[] =>
  [...(part?.anyOf ?? []), ...(part?.oneOf ?? [])].flatMap((branch) => [
    ...constants(branch),
    ...constants(branch.items),
    ...(branch.properties?.kind?.const === undefined ? [] : [branch.properties.kind.const]),
  ]);

test('all members of the registries are in the schema, by name and with their parameters', () => {
  const { model, metrics: metricsPart, variants } = schema.properties ?? {};
  const models = Object.values(tasks).flatMap((task) => Object.keys(task.models));
  assert.deepEqual(new Set(constants(model)), new Set(models));
  const offered = Object.values(tasks).flatMap(({ outputs }) => Object.keys(metricsOver(outputs)));
  assert.deepEqual(new Set(constants(metricsPart)), new Set(offered));
  const variant = variants?.additionalProperties as JsonSchema;
  const block = variant.anyOf?.find(({ type }) => type === 'object');
  for (const [axis, { methods }] of Object.entries(axes)) {
    const part = block?.properties?.[axis];
    assert.deepEqual(constants(part), Object.keys(methods));
    assert.deepEqual(part?.anyOf?.[0], { type: 'string', enum: Object.keys(methods).filter((name) => name !== 'kd') });
    assert.deepEqual(part?.default, { kind: Object.keys(methods)[0] });
  }
});

test('what may stand at a place depends on what stands above it', () => {
  const document = { data: { subwords: { kind: 'bpe', size: 3 } }, variants: { a: { targets: 'kd' } } };
  const [size] = schemasAt(['data', 'subwords', 'size'], document);
  assert.match(size?.description ?? '', /merges/);
  assert.equal(schemasAt(['data', 'subwords', 'minimumCount'], document).length, 0);
  const [teacher] = schemasAt(['variants', 'a', 'targets', 'teacher'], document);
  assert.match(teacher?.description ?? '', /teacher/);
});
