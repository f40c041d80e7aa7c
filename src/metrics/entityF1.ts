import { z } from 'zod';
import { conlleval } from './entities/conlleval.ts';
import { addCounts, type CountEntities, type CountsByType, type EntityCounts, rates } from './entities/entityCounts.ts';
import { entityReport } from './entities/report.ts';
import { strict } from './entities/strict.ts';
import { pairTags } from './entities/tagPairs.ts';
import { defineMetric, type References } from './metric.ts';
import { sumOverSegments } from './segments.ts';

const entityParameters = z.strictObject({
  scheme: z
    .enum(['conlleval', 'strict'])
    .default('conlleval')
    .describe('Which entities a wrong sequence has: those that conlleval.pl sees, or well-formed ones alone (seqeval)'),
  tags: z.enum(['iob2', 'iobes']).default('iob2').describe('What well-formed is, for the scheme strict'),
});
type EntityParameters = z.output<typeof entityParameters>;

/** Where the statistics stand. */
const at = { correct: 0, found: 1, gold: 2, correctTags: 3, tags: 4, end: 5 };

/**
 * F1 of entities (van Rijsbergen 1979): the harmonic mean of precision and recall over all types. Outputs are the tags of
 * a sentence joined by spaces; there is one reference, with as many tags: else UserError.
 */
export const entityF1 = defineMetric({
  title: 'Entity F1',
  reference: 'Tjong Kim Sang & De Meulder 2003, W03-0419: conlleval.pl; Nakayama 2018: seqeval',
  over: ['tags'],
  larger: true,
  decimals: 2,
  parameters: entityParameters,
  optionPrefix: '',
  withoutEffect: ({ scheme, tags }) =>
    scheme === 'conlleval' && tags !== 'iob2'
      ? { path: 'tags', reason: 'conlleval takes tags of every scheme alike' }
      : undefined,
  score(hypotheses, references, parameters) {
    const byType = countByType(hypotheses, references, parameters);
    const sums = sumOverSegments(hypotheses, references, (...segment) => sentenceStatistics(...segment, parameters));
    const accuracy = accuracyOf(sums);
    const types = [...byType].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      name: parameters.scheme === 'conlleval' ? 'FB1' : 'F1',
      score: rates(overall(sums)).f1,
      signature:
        parameters.scheme === 'conlleval' ? 'scheme:conlleval' : `scheme:strict|tags:${parameters.tags}|seqeval:1.2.2`,
      details: {
        ...{ ...overall(sums), ...rates(overall(sums)), accuracy, tags: sums[at.tags]! },
        ...Object.fromEntries(types.map(([type, counts]) => [`type:${type}`, typeDetails(counts)])),
      },
      summary: `\n${entityReport({ all: overall(sums), types, accuracy, tags: sums[at.tags]! })}`,
    };
  },
  sentenceStatistics,
  scoreOf: (sums) => rates(overall(sums)).f1,
  /** Where neither has an entity there is nothing wrong: 100, by seqeval's `zero_division=1`. */
  sentenceScore(hypothesis, references, parameters) {
    const counts = overall(sentenceStatistics(hypothesis, references, parameters));
    return counts.found + counts.gold === 0 ? 100 : rates(counts).f1;
  },
});

const countingOf = ({ scheme, tags }: EntityParameters): CountEntities =>
  scheme === 'conlleval' ? conlleval : strict(tags);

function sentenceStatistics(
  hypothesis: string,
  references: readonly string[],
  parameters: EntityParameters,
): Float64Array {
  const { found, gold } = pairTags(hypothesis, references);
  const statistics = new Float64Array(at.end);
  for (const counts of countingOf(parameters)(found, gold).values()) {
    statistics[at.correct]! += counts.correct;
    statistics[at.found]! += counts.found;
    statistics[at.gold]! += counts.gold;
  }
  statistics[at.correctTags] = found.filter((tag, index) => tag === gold[index]).length;
  statistics[at.tags] = gold.length;
  return statistics;
}

function countByType(
  hypotheses: readonly string[],
  references: References,
  parameters: EntityParameters,
): CountsByType {
  const count = countingOf(parameters);
  const sum: CountsByType = new Map();
  for (const [index, hypothesis] of hypotheses.entries()) {
    const own = references.flatMap((list) => list[index] ?? []);
    const { found, gold } = pairTags(hypothesis, own, index + 1);
    addCounts(sum, count(found, gold));
  }
  return sum;
}

const overall = (sums: Float64Array): EntityCounts => ({
  correct: sums[at.correct]!,
  found: sums[at.found]!,
  gold: sums[at.gold]!,
});

const accuracyOf = (sums: Float64Array): number =>
  sums[at.tags] === 0 ? 0 : (100 * sums[at.correctTags]!) / sums[at.tags]!;

/** Precision, recall, F1, found and gold. */
function typeDetails(counts: EntityCounts): number[] {
  const { precision, recall, f1 } = rates(counts);
  return [precision, recall, f1, counts.found, counts.gold];
}
