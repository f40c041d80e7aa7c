import { Worker } from 'node:worker_threads';
import { distFile } from '../distFile.ts';

/** Rows of a comparison, each with the folders of its runs: one run a seed. */
export interface SignificanceRequest {
  /** Label of the row that the others are compared with. */
  base: string;
  rows: readonly { label: string; runs: readonly string[] }[];
  /** A metric of metrics/registry.ts. */
  metric: string;
}

/** How one row compares with the base. In the metric's unit, as pages/protocol.ts shows it. */
export interface Significance {
  label: string;
  /** Its mean score less that of the base, over the seeds that both have. */
  difference: number;
  /** 95 % interval of the difference, by paired bootstrap over sentences. */
  low: number;
  high: number;
  bootstrapP: number;
  randomisationP: number;
  sentences: number;
  seeds: number[];
}

export interface SignificanceOutcome {
  /** In the order of the request, without the base and without rows that cannot be compared with it. */
  rows: Significance[];
  /** Why rows are missing, where some are: a sentence for each. */
  reason?: string;
}

/**
 * Tests whether rows differ from the base on the test text (metrics/significance.ts), in a thread of its own that reads
 * the runs itself. Rejects with the signal's reason when it is aborted, and with an Error where the thread fails.
 */
export function compareToBase(request: SignificanceRequest, signal?: AbortSignal): Promise<SignificanceOutcome> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const worker = new Worker(distFile('significance.worker.js'), { workerData: plain(request) });
    const abort = () => end(() => reject(signal?.reason));
    const end = (settle: () => void) => {
      signal?.removeEventListener('abort', abort);
      settle();
      void worker.terminate();
    };
    signal?.addEventListener('abort', abort);
    worker.once('message', (outcome: SignificanceOutcome) => end(() => resolve(outcome)));
    worker.once('error', (error) => end(() => reject(error)));
    worker.once('exit', (code) =>
      end(() => reject(new Error(`the significance test's thread ended with code ${code}`))),
    );
  });
}

/** Rows come with more than the thread needs. */
const plain = ({ base, rows, metric }: SignificanceRequest): SignificanceRequest => ({
  base,
  rows: rows.map(({ label, runs }) => ({ label, runs: [...runs] })),
  metric,
});
