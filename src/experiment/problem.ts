/** A place in a text: `offset` counts UTF-16 units from 0, `line` and `column` count from 1. */
export interface Position {
  offset: number;
  line: number;
  column: number;
}

export interface Range {
  start: Position;
  end: Position;
}

/** Something wrong in an experiment file. `code` is stable and kebab-case; sentences may change. */
export interface Problem {
  code: string;
  severity: 'error' | 'warning';
  message: string;
  /** The file it stands in: the experiment file itself or one it includes. */
  file: string;
  range: Range;
  /** What would have been right, e.g. `a number from 0 to 1` or the list of valid names. */
  expected?: string;
  /** The nearest valid name, where there is one. */
  suggestion?: string;
}
