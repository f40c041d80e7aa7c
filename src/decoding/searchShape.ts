/** What may be written, as far as the compiled step has a part in it. */
export interface Writing {
  /** Whether the unknown token is written; `replace`: with the source position that attention is highest at. */
  unknown: 'never' | 'allow' | 'replace';
  /** θ of the repetition penalty, 1 for none. */
  repetitionPenalty: number;
  /** n: no n tokens are written twice in a row; 0 for no such rule. */
  ngramBlock: number;
}

/**
 * A static shape of search: sources at once, those of them that are taken in one call, source positions (tokens, or
 * regions of a picture), hypotheses a source, and most tokens of an output.
 */
export interface SearchShape {
  rows: number;
  taken: number;
  source: number;
  beam: number;
  longest: number;
  writing: Writing;
}

const keyOf = ({ rows, source, beam, longest, writing }: SearchShape): string =>
  [`${rows}x${source}x${beam}x${longest}`, writing.unknown, writing.repetitionPenalty, writing.ngramBlock > 0].join(
    '-',
  );

export const searchName = (shape: SearchShape, part: string): string => `search/${part}/${keyOf(shape)}`;

export const searchVariable = (shape: SearchShape, name: string): string => `search/${keyOf(shape)}/${name}`;
