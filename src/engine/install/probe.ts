import { distFile } from '../../distFile.ts';
import { exitCodes, UserError } from '../../userError.ts';
import type { DeviceChoice, EngineName } from '../engine.ts';
import { lastLine, runChild } from './childProcess.ts';

/** What the child process is asked: argument 2 of probe.worker.js, as JSON. */
export interface ProbeRequest {
  engine: EngineName;
  addon?: string;
  device?: DeviceChoice;
}

/** What it answers on its standard output, as JSON. */
export interface ProbeAnswer {
  version: string;
  device: { kind: DeviceChoice; name: string };
  /** Multiplying two square float32 matrices: the best of a few tries. */
  gflops: number;
  matrixSize: number;
  loadMs: number;
}

const timeoutMs = 120_000;

/** Loads an engine in a process of its own, so that a library that crashes or hangs harms nobody else. */
export async function probeEngine(request: ProbeRequest): Promise<ProbeAnswer> {
  const result = await runChild(process.execPath, [distFile('probe.worker.js'), JSON.stringify(request)], {
    timeoutMs,
  });
  if (result.code === 0) return JSON.parse(lastLine(result.stdout)) as ProbeAnswer;
  const reason = result.timedOut
    ? `it did not answer within ${timeoutMs / 1000} s`
    : result.signal
      ? `it ended with ${result.signal}${result.signal === 'SIGILL' ? ' (this processor lacks instructions that this build needs, such as AVX)' : ''}`
      : lastLine(result.stderr);
  throw new UserError(`the ${request.engine} engine does not start: ${reason}`, { exitCode: exitCodes.noEngine });
}
