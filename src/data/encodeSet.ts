import { special } from './batch.ts';
import type { Pairs } from './collectPairs.ts';
import type { DataProgress } from './dataProgress.ts';
import type { EncodedSet, SetReport } from './encodedSet.ts';
import { tagged } from './languageTags.ts';
import type { Vocabularies } from './vocabulary.ts';

export interface EncodeOptions {
  name: string;
  /** In tokens, without the end of sentence. */
  maxLength: number;
  /** Evaluation texts are always truncated: scores over a part of a text could not be compared. */
  longSentences: 'skip' | 'truncate';
  /** Ids before each source of a language pair. */
  tags?(languages: string): readonly number[];
  progress?: DataProgress;
}

const progressEvery = 10_000;

/** Encodes a text and says what became of its lines. */
export function encodeSet(pairs: Pairs, vocabularies: Vocabularies, options: EncodeOptions) {
  const set: EncodedSet = {
    ...{ sources: [], targets: [], sourceTexts: [], references: [] },
    ...(pairs.groups && { groups: [] }),
  };
  const report: SetReport = {
    read: pairs.read,
    kept: 0,
    skipped: { ...pairs.bad },
    firstSkipped: pairs.firstBad,
    truncated: 0,
    tokens: { source: 0, target: 0 },
    unknown: { source: 0, target: 0 },
  };
  for (const [index, text] of pairs.sources.entries()) {
    const group = pairs.groups?.[index];
    const source = tagged(vocabularies.source.encode(text), group === undefined ? [] : (options.tags?.(group) ?? []));
    const target = vocabularies.target.encode(pairs.targets[index]);
    addExample(set, report, { source, target, text, reference: pairs.targets[index], group }, options);
    if ((index + 1) % progressEvery === 0 || index + 1 === pairs.sources.length) {
      options.progress?.({ stage: 'encoding', name: options.name, done: index + 1, total: pairs.sources.length });
    }
  }
  return { set, report };
}

interface Example {
  source: Int32Array;
  target: Int32Array;
  text: string;
  reference: string;
  group?: string;
}

function addExample(set: EncodedSet, report: SetReport, example: Example, options: EncodeOptions): void {
  const isLong = Math.max(example.source.length, example.target.length) > options.maxLength;
  if (isLong && options.longSentences === 'skip') {
    report.skipped['too-long'] = (report.skipped['too-long'] ?? 0) + 1;
    return;
  }
  if (isLong) report.truncated += 1;
  const source = example.source.slice(0, options.maxLength);
  const target = example.target.slice(0, options.maxLength);
  set.sources.push(source);
  set.targets.push(target);
  set.sourceTexts.push(example.text);
  set.references.push(example.reference);
  if (example.group !== undefined) set.groups?.push(example.group);
  report.kept += 1;
  report.tokens.source += source.length;
  report.tokens.target += target.length;
  report.unknown.source += countUnknown(source);
  report.unknown.target += countUnknown(target);
}

const countUnknown = (ids: Int32Array) => ids.reduce((count, id) => count + (id === special.unk ? 1 : 0), 0);
