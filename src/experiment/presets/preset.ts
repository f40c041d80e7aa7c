import type { CorpusConstants } from './corpora.ts';

/** What a preset says of a variant, as a file would write it: one block an axis, defaults left out. */
export type WrittenObjective = Partial<
  Record<'targets' | 'weights' | 'sequences' | 'inputs' | 'penalty', { kind: string } & Record<string, unknown>>
>;

/** A row of a document's tables of results, as a variant. */
export interface Preset {
  title: string;
  /** The document, and the row or section there. */
  reference: string;
  objective(constants: CorpusConstants): WrittenObjective;
}
