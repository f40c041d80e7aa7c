/** What preparing the data is at; `done` and `total` are bytes when downloading, merges, passes, or sentences. */
export interface DataStep {
  stage: 'downloading' | 'reading' | 'learning subwords' | 'learning vectors' | 'encoding';
  /** The file or set that it is about. */
  name: string;
  done: number;
  total?: number;
}

export type DataProgress = (step: DataStep) => void;
