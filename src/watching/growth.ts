import type { RunEvent } from '../runs/events.ts';
import type { Growth } from './runIndex.ts';

/**
 * What a page must be sent that has `sent` of a column, so that it has `now`; undefined when it has that already. Costs
 * nothing as long as no row was voided, since the index then answers with longer views of the same memory.
 */
export function seriesGrowth(sent: Float32Array, now: Float32Array): Growth<Float32Array> | undefined {
  const sameMemory = sent.buffer === now.buffer && sent.byteOffset === now.byteOffset;
  const from = sameMemory ? Math.min(sent.length, now.length) : firstDifference(sent, now, Object.is);
  return growthFrom(from, sent.length, now.length, () => now.subarray(from));
}

/** As seriesGrowth, of the events that count. */
export function eventGrowth(sent: readonly RunEvent[], now: readonly RunEvent[]): Growth<RunEvent[]> | undefined {
  const from = firstDifference(sent, now, isSameEvent);
  return growthFrom(from, sent.length, now.length, () => now.slice(from));
}

function growthFrom<Values>(from: number, sent: number, now: number, values: () => Values): Growth<Values> | undefined {
  return from === sent && from === now ? undefined : { from, values: values() };
}

interface Listed<T> {
  length: number;
  [index: number]: T;
}

function firstDifference<T>(a: Listed<T>, b: Listed<T>, same: (one: T, other: T) => boolean): number {
  const shorter = Math.min(a.length, b.length);
  let index = 0;
  while (index < shorter && same(a[index] as T, b[index] as T)) index += 1;
  return index;
}

/** Events that were read again are other objects with the same content. */
const isSameEvent = (one: RunEvent, other: RunEvent): boolean =>
  one === other || (one.time === other.time && JSON.stringify(one) === JSON.stringify(other));
