import { AxisConflict } from '../objective/axisConflict.ts';
import type { Description, Parameters } from '../objective/method.ts';
import { composeObjective } from '../objective/objective.ts';
import { tasks } from '../tasks/registry.ts';
import type { TaskKind } from '../tasks/taskKind.ts';
import { type AxisName, axes, type VariantSpec } from './axes.ts';
import { canonicalJson } from './canonicalJson.ts';
import { captioningFindings } from './captioningChecks.ts';
import { type Check, type CheckFinding, withoutEffect } from './checkFinding.ts';
import { checkPlan, plannedByFile } from './checkPlan.ts';
import { classifierFindings } from './classifierChecks.ts';
import { isPairName, tagsOf } from './data/languagePairs.ts';
import type { TranslationDataSpec } from './data/translation.ts';
import { decodingChecks } from './decodingChecks.ts';
import { nameList, nearest } from './expected.ts';
import { ineffectiveChoices } from './ineffectiveChoices.ts';
import { circles, membersMeant, ownTraining } from './phaseChecks.ts';
import { searchForTags, strictTags } from './taggingChecks.ts';
import { trainingOf } from './trainingSchema.ts';
import { membershipOf } from './variants/grid.ts';

const methodsWithoutEffect: Check = ({ variants, grids, training }) =>
  Object.entries(variants).flatMap(([name, variant]) => {
    const { epochs, steps } = trainingOf(training, variant.training);
    const varied = Object.keys(membershipOf(grids, name)?.settings ?? {});
    return ineffectiveChoices(variant, { epochs, totalSteps: steps }, varied).map(({ path, reason }) =>
      withoutEffect(['variants', name, ...path], reason),
    );
  });

/** Methods that compare words need vectors of words. */
const vectorsOfData: Check = ({ task, variants, data }) =>
  task === 'classification' || ('vectors' in data && data.vectors !== undefined)
    ? []
    : Object.entries(variants).flatMap(([name, variant]) =>
        axesThatNeedVectors(variant).map((axis) => ({
          code: 'needs-vectors',
          severity: 'error',
          path: ['variants', name, axis],
          message: `\`${variant[axis].kind}\` compares words by their vectors, and ${task === 'tagging' ? 'tags have' : 'the experiment has'} none`,
          expected:
            task === 'tagging'
              ? '`vectors: model`, the vectors being trained, or another method'
              : 'a file of word vectors in `data.vectors`',
        })),
      );

const axesThatNeedVectors = (variant: VariantSpec): AxisName[] =>
  (Object.keys(axes) as AxisName[]).filter((axis) => {
    const { kind, ...parameters } = variant[axis];
    const methods: Record<string, Description<Parameters>> = axes[axis].methods;
    return methods[kind]?.needs?.(parameters).vectors === 'data';
  });

/** Texts of several language pairs: all of them, or none. */
const languagePairs: Check = ({ task, data }, given) => {
  if (task !== 'translation') return [];
  const texts = (['train', 'valid', 'test'] as const).filter((name) => data[name] !== undefined);
  const plain = texts.filter((name) => !('pairs' in (data[name] as object)));
  if (plain.length === texts.length) {
    return ['tags', 'temperature']
      .filter((name) => given('data', name))
      .map((name) => withoutEffect(['data', name], 'there are no language pairs: the texts are of one'));
  }
  const unnamed = texts.flatMap((name) => {
    const { pairs = {} } = data[name] as { pairs?: object };
    return Object.keys(pairs)
      .filter((pair) => !isPairName(pair))
      .map(
        (pair): CheckFinding => ({
          ...{ code: 'language-pair', severity: 'error', path: ['data', name, 'pairs', pair], part: 'key' },
          message: `\`${pair.slice(0, 100)}\` is no language pair`,
          expected: 'source and target language with a hyphen between them, e.g. `de-en`',
        }),
      );
  });
  const mixed = plain.map(
    (name): CheckFinding => ({
      code: 'needs-languages',
      severity: 'error',
      path: ['data', name],
      message: `nothing says of which languages \`${name}\` is, and other texts have several`,
      expected: 'a text by its languages, e.g. `pairs: {de-en: {...}}`',
    }),
  );
  return [...unnamed, ...mixed, ...untrainedPairs(data)];
};

/** A source that begins with a tag which training never saw is not understood. */
function untrainedPairs({ train, valid, test, tags }: TranslationDataSpec): CheckFinding[] {
  if (!('pairs' in train)) return [];
  const known = new Set(Object.keys(train.pairs).flatMap((pair) => tagsOf(pair, tags)));
  return Object.entries({ valid, test }).flatMap(([name, text]) =>
    Object.keys(text && 'pairs' in text ? text.pairs : {})
      .filter((pair) => isPairName(pair) && tagsOf(pair, tags).some((tag) => !known.has(tag)))
      .map((pair) => ({
        ...{ code: 'untrained-language', severity: 'warning', path: ['data', name, 'pairs', pair], part: 'key' },
        message: `no text for training has the languages of \`${pair.slice(0, 100)}\`: the model will not know what is asked of it`,
        expected: `languages of ${nameList(Object.keys(train.pairs))}`,
      })),
  );
}

/** Word vectors that both languages share need one vocabulary. */
const sharedEmbeddings: Check = ({ task, model, data }) => {
  if (task !== 'translation' || model.kind !== 'transformer' || model.shareEmbeddings !== 'all') return [];
  const { subwords } = data;
  const isJoint = subwords.kind === 'bpe' && subwords.joint;
  if (isJoint || (subwords.kind === 'tokenizer' && subwords.source === subwords.target)) return [];
  return [
    {
      ...{ code: 'needs-joint-vocabulary', severity: 'error', path: ['model', 'shareEmbeddings'] },
      message: '`all` shares the word vectors of both languages, and each has its own vocabulary',
      expected: '`target-output`, or subwords of both together, e.g. `{kind: bpe, joint: true}`',
    },
  ];
};

const sameVariants: Check = ({ variants }) => {
  const seen = new Map<string, string>();
  return Object.entries(variants).flatMap(([name, variant]) => {
    const content = canonicalJson(variant);
    const first = seen.get(content);
    if (first === undefined) seen.set(content, name);
    if (first === undefined) return [];
    const message = `\`${name}\` is the same objective as \`${first}\` and would be trained twice`;
    return [{ code: 'same-variant', severity: 'error', path: ['variants', name], part: 'key', message }];
  });
};

/** Inputs that depend on the model's own output need a model that can be run position by position. */
const stepwiseInputs: Check = ({ task, variants, model }) => {
  if (task === 'classification') return []; // told by classifierFindings
  const models: TaskKind['models'] = tasks[task].models;
  if (models[model.kind]?.stepwise) return [];
  return Object.entries(variants)
    .filter(([, { inputs }]) => 'feed' in axes.inputs.methods[inputs.kind])
    .map(([name, { inputs }]) => ({
      code: 'needs-stepwise-model',
      severity: 'error',
      path: ['variants', name, 'inputs'],
      message: `\`${inputs.kind}\` feeds the model its own output, which \`${model.kind}\` cannot take`,
    }));
};

/** Most axes combine freely. Where two do not, the composition itself says why. */
const combinedAxes: Check = ({ variants }) =>
  Object.entries(variants).flatMap(([name, variant]) => {
    try {
      composeObjective(variant);
      return [];
    } catch (error) {
      if (!(error instanceof AxisConflict)) throw error;
      const message = [error.message, error.fix].filter(Boolean).join('. ');
      return [{ code: 'cannot-combine', severity: 'error', path: ['variants', name, error.axis], message }];
    }
  });

const measuredMetrics: Check = ({ training, metrics }, given) => {
  const names = [...new Set(['nll', ...metrics.map(({ kind }) => kind)])];
  const chosen = [
    { path: ['training', 'stop', 'metric'], name: training.stop?.metric },
    { path: ['training', 'best'], name: training.best },
  ];
  return chosen
    .filter(({ path, name }) => name !== undefined && given(...path) && !names.includes(name))
    .map(({ path, name }) => ({
      code: 'metric-not-measured',
      severity: 'error',
      path,
      message: `\`${name}\` is not measured: it is not in \`metrics\``,
      expected: nameList(names),
      suggestion: nearest(name ?? '', names),
    }));
};

const repeated: Check = ({ metrics, training }) => {
  const lists = [
    { path: ['metrics'], what: 'metric', values: metrics.map(({ kind }) => kind) },
    { path: ['training', 'seeds'], what: 'seed', values: training.seeds },
  ];
  return lists.flatMap(({ path, what, values }) =>
    values.flatMap((value, index) => {
      if ((values as unknown[]).indexOf(value) === index) return [];
      const message = `the ${what} ${value} is given twice`;
      return [{ code: 'repeated', severity: 'error', path: [...path, index], message }];
    }),
  );
};

const plan: Check = (spec) =>
  checkPlan(spec, plannedByFile(spec)).map((finding) => ({ ...finding, severity: 'warning' }));

/** Every check of an experiment as a whole. */
export const checks: readonly Check[] = [
  methodsWithoutEffect,
  vectorsOfData,
  languagePairs,
  sharedEmbeddings,
  sameVariants,
  stepwiseInputs,
  classifierFindings,
  captioningFindings,
  combinedAxes,
  measuredMetrics,
  repeated,
  ...decodingChecks,
  searchForTags,
  strictTags,
  circles,
  membersMeant,
  ownTraining,
  plan,
];
