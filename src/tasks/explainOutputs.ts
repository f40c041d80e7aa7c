import { type BatchShape, special } from '../data/batch.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import { explainTokens } from '../decoding/explainTokens.ts';
import type { Program, Values } from '../engine/program.ts';
import type { Constant } from '../objective/method.ts';
import type { Objective } from '../objective/objective.ts';
import type { SampledToken } from '../runs/events.ts';
import { endedIds, padRows, sampledTokens } from './samples.ts';

export interface OutputsToExplain {
  /** As the explanation was defined for (explainTokens.ts). */
  shape: BatchShape;
  /** By the model's names of it. */
  source: Record<string, Values>;
  /** Ids without the end of sentence, one entry a row: what is right, and what was found. */
  gold: readonly ArrayLike<number>[];
  written: readonly ArrayLike<number>[];
  vocabulary: Vocabulary;
  objective: Pick<Objective, 'distribution'>;
  constants: Record<string, Constant>;
  /** Whether the end of each is explained with it. */
  ends: boolean;
}

/** What the model thinks of the tokens of references and outputs, row by row; of gold ones also their target. */
export function explainOutputs(
  program: Program,
  { shape, source, vocabulary, objective: { distribution }, constants, ends, ...ids }: OutputsToExplain,
): { gold: SampledToken[]; written: SampledToken[] }[] {
  const context = { classes: vocabulary.size, padId: special.pad, constants };
  const towards = distribution && ((id: number) => distribution(id, context));
  const explained = (rows: readonly ArrayLike<number>[], target?: typeof towards) => {
    const ended = rows.slice(0, shape.rows).map((row) => endedIds(row, shape.target));
    const views = explainTokens(program, shape, source, padRows(ended, shape.rows, shape.target));
    const told = (row: number[]) => (ends ? row : row.slice(0, -1));
    return ended.map((row, at) => sampledTokens(vocabulary, told(row), views[at] ?? [], target));
  };
  const [gold, written] = [explained(ids.gold, towards), explained(ids.written)];
  return gold.map((tokens, row) => ({ gold: tokens, written: written[row] ?? [] }));
}
