import { useEffect, useRef } from 'preact/hooks';
import type { FromPage, ToPage } from '../../src/pages/protocol.ts';

export type Samples = Extract<ToPage, { type: 'samples' }>;

/** Which samples are wanted. `known` is how many examples there are by now. */
export interface Wanted {
  run: string;
  step: number;
  split: Samples['split'];
  first: number;
  count: number;
  known: number;
}

const mostKept = 40;

/**
 * The samples of a step as far as they have come; until then those that were shown before, so that nothing jumps while
 * the slider moves. One request is under way at a time, and the newest wish is the next.
 */
export class SampleCache {
  private readonly kept = new Map<string, Samples>();
  private underWay: string | undefined;
  private wanted: Wanted | undefined;

  constructor(
    private readonly post: (request: Extract<FromPage, { type: 'showSamples' }>) => void,
    private readonly changed: () => void,
  ) {}

  get(wanted: Wanted): Samples | undefined {
    return this.kept.get(keyOf(wanted));
  }

  want(wanted: Wanted): void {
    this.wanted = wanted;
    this.request();
  }

  receive(samples: Samples): void {
    this.underWay = undefined;
    const key = keyOf(samples);
    this.kept.delete(key);
    this.kept.set(key, samples);
    for (const oldest of this.kept.keys()) if (this.kept.size > mostKept) this.kept.delete(oldest);
    // What has come may have less than was wanted, and is not asked for again before there is a new wish.
    if (this.wanted && keyOf(this.wanted) !== key) this.request();
    this.changed();
  }

  /** The request under way has failed. */
  fail(): void {
    this.underWay = undefined;
  }

  /** What is kept may be of an earlier attempt. */
  clear(): void {
    this.kept.clear();
    this.request();
  }

  private isComplete(wanted: Wanted): boolean {
    return (this.get(wanted)?.total ?? -1) >= wanted.known;
  }

  private request(): void {
    const { wanted } = this;
    if (wanted === undefined || this.underWay !== undefined || this.isComplete(wanted)) return;
    this.underWay = keyOf(wanted);
    const { known, ...request } = wanted;
    this.post({ type: 'showSamples', ...request });
  }
}

const keyOf = ({ run, step, split, first }: Pick<Wanted, 'run' | 'step' | 'split' | 'first'>): string =>
  [step, split, first, run].join();

/** The wanted samples, or what was shown last. */
export function useSamples(cache: SampleCache, wanted: Wanted | undefined): Samples | undefined {
  const shown = useRef<Samples>(undefined);
  const key = wanted && `${wanted.known} ${keyOf(wanted)}`;
  useEffect(() => {
    if (wanted) cache.want(wanted);
  }, [cache, key]);
  shown.current = (wanted && cache.get(wanted)) ?? shown.current;
  return shown.current;
}
