import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';

/** Asks every 50 ms until the answer is truthy, and gives it back. An exception that `ask` throws ends the waiting. */
export async function until<T>(what: string, timeoutMs: number, ask: () => T | Promise<T>): Promise<NonNullable<T>> {
  const start = Date.now();
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() - start > timeoutMs) throw new Error(`waited ${timeoutMs / 1000} s in vain until ${what}`);
    await sleep(50);
  }
}

/** Whether it becomes visible in this time. */
export const appears = (locator: Locator, timeout: number): Promise<boolean> =>
  locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
