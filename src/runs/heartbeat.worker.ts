// The thread that renews a run's heartbeat (heartbeat.ts).
import { parentPort, workerData } from 'node:worker_threads';
import type { Heartbeat } from './events.ts';
import { writeHeartbeat } from './heartbeatFile.ts';

const renewMilliseconds = 2_000;
const { folder, owner } = workerData as { folder: string; owner: Omit<Heartbeat, 'time'> };

const renewal = setInterval(() => writeHeartbeat(folder, owner), renewMilliseconds);
parentPort?.once('message', () => {
  clearInterval(renewal);
  parentPort?.close();
});
