import type { Command } from './command.ts';

/** Every subcommand, loaded when it is called or described, so that `check` never waits for the trainer's code. */
export const commands: Record<string, () => Promise<{ command: Command }>> = {
  run: () => import('./run.ts'),
  check: () => import('./check.ts'),
  preview: () => import('./preview.ts'),
  describe: () => import('./describe.ts'),
  compare: () => import('./compare.ts'),
  decode: () => import('./decode.ts'),
  engine: () => import('./engine.ts'),
  score: () => import('./score.ts'),
  analyse: () => import('./analyse.ts'),
  schema: () => import('./schema.ts'),
  presets: () => import('./presets.ts'),
  methods: () => import('./methods.ts'),
  bench: () => import('./bench.ts'),
};

/** What other parts of Smoothing Lab call, and no help mentions. */
export const internalCommands: typeof commands = {
  queue: () => import('./queue.ts'),
};
