import { once } from 'node:events';
import { hostname } from 'node:os';
import { Worker } from 'node:worker_threads';
import { distFile } from '../distFile.ts';
import { processStart } from '../processStart.ts';
import { removeHeartbeat, writeHeartbeat } from './heartbeatFile.ts';

/**
 * Shows, until it is stopped, that this process is training the run. A thread of its own renews the heartbeat, because
 * the main thread is blocked for as long as a native call takes. It does not keep the process alive.
 */
export function startHeartbeat(folder: string): { stop(): Promise<void> } {
  const owner = { pid: process.pid, start: processStart(process.pid) ?? '', host: hostname() };
  writeHeartbeat(folder, owner);
  const worker = new Worker(distFile('heartbeat.worker.js'), { workerData: { folder, owner } });
  const ended = once(worker, 'exit').catch(() => undefined);
  // On this machine the process is asked, not the heartbeat: a run without a renewed one is still seen alive.
  worker.on('error', () => undefined);
  worker.unref();
  return {
    async stop() {
      worker.postMessage('stop');
      worker.ref();
      await ended;
      removeHeartbeat(folder);
    },
  };
}
