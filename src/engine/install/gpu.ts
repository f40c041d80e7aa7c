import { runChild } from './childProcess.ts';

/** The NVIDIA GPUs that the driver lists, by name; none when there is no driver. */
export async function listGpus(): Promise<string[]> {
  const { code, stdout } = await runChild('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader'], {
    timeoutMs: 10_000,
  });
  return code === 0
    ? stdout
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
    : [];
}

export const gpuPresent = async (): Promise<boolean> => (await listGpus()).length > 0;
