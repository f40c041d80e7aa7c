import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wheelName } from './support.ts';

export interface PackageIndex {
  /** For PIP_INDEX_URL. */
  url: string;
  /** How often the wheel was asked for. */
  downloads: number;
  /** How many of its connections were closed from the other side before the wheel was whole. */
  abandoned: number;
  close(): void;
}

export interface IndexOptions {
  wheel: Buffer;
  /** What the index says of the wheel's SHA-256; left out, the truth. */
  sha256?: string;
  /** Instead of sending the whole wheel; told how often it was asked for before. */
  send?(response: ServerResponse, wheel: Buffer, before: number): void;
}

/** A package index on this machine (the simple API of PEP 503) that has one wheel of tensorflow-cpu. */
export async function startPackageIndex({ wheel, sha256, send }: IndexOptions): Promise<PackageIndex> {
  const digest = sha256 ?? createHash('sha256').update(wheel).digest('hex');
  const server = createServer((request, response) => {
    if (request.url === '/simple/tensorflow-cpu/') {
      response.setHeader('content-type', 'text/html');
      return response.end(`<html><body><a href="/${wheelName}#sha256=${digest}">${wheelName}</a></body></html>`);
    }
    if (request.url !== `/${wheelName}`) return response.writeHead(404).end();
    response.on('close', () => {
      if (!response.writableEnded) index.abandoned += 1;
    });
    const before = index.downloads;
    index.downloads += 1;
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': wheel.length });
    if (send) send(response, wheel, before);
    else response.end(wheel);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  const index: PackageIndex = { url, downloads: 0, abandoned: 0, close };
  return index;
}

/** Half of the wheel, then the connection breaks. */
export function sendHalf(response: ServerResponse, wheel: Buffer): void {
  response.write(wheel.subarray(0, wheel.length / 2), () => setTimeout(() => response.destroy(), 50));
}
