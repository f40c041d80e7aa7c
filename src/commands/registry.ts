import type { Command } from './command.ts';

/** Every subcommand, loaded when it is called or described, so that `check` never waits for the trainer's code. */
export const commands: Record<string, () => Promise<{ command: Command }>> = {
  check: () => import('./check.ts'),
  engine: () => import('./engine.ts'),
  schema: () => import('./schema.ts'),
};
