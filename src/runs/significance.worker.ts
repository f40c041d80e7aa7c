import { parentPort, workerData } from 'node:worker_threads';
import type { SignificanceRequest } from './compareToBase.ts';
import { testRows } from './testRows.ts';

parentPort?.postMessage(await testRows(workerData as SignificanceRequest));
