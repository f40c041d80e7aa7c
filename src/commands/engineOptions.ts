import type { EngineOptions } from '../engine/createEngine.ts';
import type { DeviceChoice, EngineName } from '../engine/engine.ts';
import { terminalProgress } from '../engine/install/progress.ts';
import { UserError } from '../userError.ts';
import type { CommandInput, CommandOption } from './command.ts';

/** Options of every command that loads an engine. */
export const engineOptions: Record<string, CommandOption> = {
  engine: { type: 'string', value: 'ENGINE', help: 'tensorflow or wasm; otherwise TensorFlow where it can be had' },
  device: { type: 'string', value: 'DEVICE', help: 'cpu or gpu; otherwise a GPU where there is one' },
  threads: { type: 'string', value: 'N', help: 'threads that one operation may use' },
  'no-compile': { type: 'boolean', help: 'run every operation by itself instead of whole compiled steps' },
};

export function readEngineOptions({ options, stderr }: Pick<CommandInput, 'options' | 'stderr'>): EngineOptions {
  return {
    engine: oneOf<EngineName>('engine', options.engine, ['tensorflow', 'wasm']),
    device: oneOf<DeviceChoice>('device', options.device, ['cpu', 'gpu']),
    threads: options.threads === undefined ? undefined : readCount('threads', options.threads),
    eager: options['no-compile'] === true,
    progress: terminalProgress(stderr),
  };
}

function oneOf<T extends string>(name: string, value: CommandInput['options'][string], known: T[]): T | undefined {
  if (value === undefined || known.includes(value as T)) return value as T | undefined;
  throw new UserError(`--${name} is \`${value}\``, { fix: `Use one of: ${known.join(', ')}.` });
}

/** A whole number of at least 1. */
export function readCount(name: string, value: CommandInput['options'][string]): number {
  const count = Number(value);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new UserError(`--${name} is \`${value}\``, { fix: 'Give a whole number of at least 1.' });
}
