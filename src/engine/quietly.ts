import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Built beside the engine's addon by install/addon.ts; engines from other sources may lack it. */
export const quietAddonName = 'quiet_stderr.node';

interface StderrGate {
  hold(): void;
  release(): string;
}

/** Lines of TensorFlow's log below errors, and the notice that comes before the first of them. */
const isNoise = (line: string) => /^([IW]\d{4} |WARNING: All log messages before absl)/.test(line);

/** Runs `load` and lets only what is not noise through to standard error. */
export async function loadQuietly<T>(addon: string, load: () => Promise<T>): Promise<T> {
  const file = join(dirname(addon), quietAddonName);
  if (!existsSync(file)) return await load();
  const gate = createRequire(import.meta.url)(file) as StderrGate;
  gate.hold();
  try {
    return await load();
  } finally {
    const lines = gate.release().split('\n');
    process.stderr.write(
      lines
        .filter((line) => line !== '' && !isNoise(line))
        .map((line) => `${line}\n`)
        .join(''),
    );
  }
}
