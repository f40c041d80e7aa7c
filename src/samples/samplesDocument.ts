import type { SampledToken, SampleRecord } from '../runs/events.ts';
import { alignTokens, type TextRange } from './alignTokens.ts';
import { tokensOf } from './describeSample.ts';
import { originName, splitName, type Translate } from './names.ts';
import { visibleText } from './visibleText.ts';

/** Examples of one document. With the limits below, no document is larger than about a megabyte or 3,000 lines. */
export const examplesPerPage = 50;
const sequencesPerExample = 50;
const longestText = 5000;
const pageCharacters = 1_000_000;

/** What one document shows. */
export interface SamplesPageInput {
  experiment: string;
  variant: string;
  seed: number;
  split: SampleRecord['split'];
  step: number;
  /** Counted from 0. */
  page: number;
  /** Examples of the step in all. */
  total: number;
  /** All records of this page's examples. */
  samples: readonly SampleRecord[];
}

/** A part of a line that stands for a token. */
interface TokenSpan extends TextRange {
  token: SampledToken;
}

/** A line that shows a sequence. */
interface SequenceLine {
  sample: SampleRecord;
  spans: TokenSpan[];
}

export interface SamplesPage {
  text: string;
  /** By line; lines that show no sequence have none. */
  sequences: Map<number, SequenceLine>;
}

export const pagesOf = (examples: number): number => Math.max(1, Math.ceil(examples / examplesPerPage));

/** A page of samples as text, and where in it each sequence and each of its tokens stands. */
export function samplesPage(input: SamplesPageInput, t: Translate): SamplesPage {
  const lines = heading(input, t);
  const sequences = new Map<number, SequenceLine>();
  const examples = byExample(input.samples);
  const texts = [...examples.values()].reduce((sum, all) => sum + Math.min(all.length, sequencesPerExample) + 2, 0);
  const limit = Math.min(longestText, Math.floor(pageCharacters / Math.max(1, texts)));
  const labels = labelsOf(input.samples, t);
  for (const [example, all] of examples) {
    lines.push('', t('Example {0}', example + 1), plainLine(labels.source, all[0]?.source ?? '', limit, t));
    const [references, others] = [all.filter(isReference), all.filter((sample) => !isReference(sample))];
    if (references.length === 0) lines.push(plainLine(labels.reference, all[0]?.reference ?? '', limit, t));
    const shown = [...references, ...others].slice(0, sequencesPerExample);
    for (const sample of shown) {
      const { text, spans } = sequenceLine(labels.origin(sample), sample, limit, t);
      sequences.set(lines.length, { sample, spans });
      lines.push(text);
    }
    if (all.length > shown.length) lines.push(`  ${t('and {0} more', all.length - shown.length)}`);
  }
  return { text: `${lines.join('\n')}\n`, sequences };
}

/** The sequence that stands at a position of a page, and the token of it. */
export function sequenceAt(
  page: SamplesPage,
  line: number,
  column: number,
): { sample: SampleRecord; span?: TokenSpan } | undefined {
  const sequence = page.sequences.get(line);
  if (!sequence) return undefined;
  const span = sequence.spans.find(({ start, end }) => start <= column && column < end);
  return { sample: sequence.sample, ...(span && { span }) };
}

function heading({ experiment, variant, seed, split, step, page, total }: SamplesPageInput, t: Translate): string[] {
  const first = page * examplesPerPage + 1;
  const last = Math.min(total, first + examplesPerPage - 1);
  const where = total === 0 ? t('no samples') : t('examples {0} to {1} of {2}', first, last, total);
  const parts = [splitName(split, t), t('step {0}', step), where, t('page {0} of {1}', page + 1, pagesOf(total))];
  return [`${cut(variant, 100)} · ${t('seed {0}', seed)} · ${cut(experiment, 200)}`, parts.join(' · ')];
}

function byExample(samples: readonly SampleRecord[]): Map<number, SampleRecord[]> {
  const examples = new Map<number, SampleRecord[]>();
  for (const sample of samples) {
    const others = examples.get(sample.example);
    if (others) others.push(sample);
    else examples.set(sample.example, [sample]);
  }
  return examples;
}

const isReference = ({ origin }: SampleRecord): boolean => origin === 'reference';

/** Labels of one width, so that all texts of a page begin in one column. */
function labelsOf(samples: readonly SampleRecord[], t: Translate) {
  const nameOf = ({ origin }: SampleRecord) => cut(originName(origin, t), 20);
  const fixed = { source: t('Source'), reference: t('Reference') };
  const width = Math.max(...[...Object.values(fixed), ...samples.map(nameOf)].map(({ length }) => length));
  const label = (name: string) => `  ${name.padEnd(width)}  `;
  return {
    source: label(fixed.source),
    reference: label(fixed.reference),
    origin: (sample: SampleRecord) => label(nameOf(sample)),
  };
}

const plainLine = (label: string, text: string, limit: number, t: Translate): string =>
  new Line(label, limit).add(text).end(text.length, t);

/** A sequence's line. Tokens that do not add up to the text stand behind it as they are. */
function sequenceLine(label: string, sample: SampleRecord, limit: number, t: Translate) {
  const { text } = sample;
  const tokens = tokensOf(sample);
  const ranges = tokens.length > 0 ? alignTokens(text, tokens) : undefined;
  const line = new Line(label, limit);
  if (ranges) {
    let at = 0;
    for (const [index, { start, end }] of ranges.entries()) {
      line.add(text.slice(at, start)).addToken(tokens[index]!, start === end ? ending : text.slice(start, end));
      at = end;
    }
    line.add(text.slice(at));
  } else {
    line.add(text);
    if (tokens.length > 0) line.add('   ⟨');
    for (const [index, token] of tokens.entries()) line.add(index > 0 ? ' ' : '').addToken(token, token.text);
    if (tokens.length > 0) line.add('⟩');
  }
  return { text: line.end(text.length, t), spans: line.spans };
}

/** Stands for a token that is no text: the end of the sentence. */
const ending = '◂';

/** A line that takes text until it is full. No text makes a second line of it, or reaches beyond its end. */
class Line {
  readonly spans: TokenSpan[] = [];
  private text: string;
  private readonly most: number;
  private full = false;

  constructor(label: string, limit: number) {
    this.text = label;
    this.most = label.length + limit;
  }

  add(text: string): this {
    if (this.full) return this;
    const room = this.most - this.text.length;
    const visible = visibleText(text.slice(0, room));
    this.full = text.length > room || visible.length > room;
    // A character of two units is not cut in half.
    this.text += this.full ? visible.slice(0, room).replace(/[\ud800-\udbff]$/, '') : visible;
    return this;
  }

  addToken(token: SampledToken, text: string): void {
    const start = this.text.length;
    this.add(text);
    if (this.text.length > start) this.spans.push({ start, end: this.text.length, token });
  }

  /** `length` is that of the sequence's text, which the line may hold a part of. */
  end(length: number, t: Translate): string {
    return this.full ? `${this.text} … ${t('{0} characters in all', length)}` : this.text;
  }
}

const cut = (text: string, longest: number): string =>
  visibleText(text.length > longest ? `${text.slice(0, longest)}…` : text);
