import type { Frame, Locator } from 'playwright-core';
import { appears, until } from './until.ts';

/** The page of a run as a person reads it. */
export class RunPage {
  readonly frame: Frame;

  constructor(frame: Frame) {
    this.frame = frame;
  }

  /** `Running`, `Stopped`, `Done`. */
  async waitForStatus(name: string, timeout = 60_000): Promise<void> {
    const badge = this.frame.getByRole('banner').getByRole('status').filter({ hasText: name });
    await badge.waitFor({ timeout });
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  async step(): Promise<number> {
    const facts = await this.frame.getByRole('banner').textContent({ timeout: 10_000 });
    return Number(/step ([\d,]+)/.exec(facts ?? '')?.[1]?.replaceAll(',', '') ?? 0);
  }

  /** Waits until more steps are shown than now; answers with their number. */
  async waitForProgress(timeout = 30_000): Promise<number> {
    const before = await this.step();
    return until(`the page goes on from step ${before}`, timeout, async () => {
      const step = await this.step();
      return step > before && step;
    });
  }

  /** How many points the first chart has in view. */
  async points(): Promise<number> {
    const figure = this.frame.getByRole('figure').first();
    const text = await figure.textContent();
    return Number(/of ([\d,]+) points/.exec(text ?? '')?.[1]?.replaceAll(',', '') ?? 0);
  }

  /** How many events the page tells of. */
  async eventCount(): Promise<number> {
    const text = await this.frame
      .getByRole('button', { name: /^Events \(/ })
      .or(this.frame.getByRole('heading', { name: /^Events \(/ }))
      .first()
      .textContent();
    return Number(/\(([\d,]+)\)/.exec(text ?? '')?.[1]?.replaceAll(',', '') ?? 0);
  }

  /** Rests the pointer on a token until it explains itself: the page moves while newer samples come in. */
  async hoverToken(): Promise<Locator> {
    const token = this.frame.getByRole('group', { name: 'Tokens' }).first().getByRole('button').first();
    await token.waitFor({ timeout: 60_000 });
    const tooltip = this.frame.getByRole('tooltip').filter({ hasText: 'Probability' });
    const { mouse } = this.frame.page();
    return until('a token explains itself', 30_000, async () => {
      await token.scrollIntoViewIfNeeded({ timeout: 5000 }).catch(() => undefined);
      const box = await token.boundingBox();
      if (!box) return undefined;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await mouse.move(x, y - 1);
      await mouse.move(x, y);
      return (await appears(tooltip, 1000)) && tooltip;
    });
  }
}
