import { createHash } from 'node:crypto';

/** SHA-256 over what some data are, in hexadecimal digits: hashes of files, and the settings that say what is taken. */
export const contentHash = (content: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');
