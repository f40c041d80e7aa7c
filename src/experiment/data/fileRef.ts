import { z } from 'zod';
import { form } from '../kinds.ts';

export const path = z
  .string()
  .min(1)
  .meta({ description: 'Path, relative to the experiment file', 'x-refersTo': 'file' });

/** A file beside the experiment, or one that is downloaded to that path and verified. */
export const fileRef = z.union([
  path,
  form({
    path: path.meta({ 'x-downloaded': true }),
    url: z.url({ protocol: /^https?$/ }).describe('Where the file is downloaded from when it is not there'),
    sha256: z
      .string()
      .regex(/^[0-9a-fA-F]{64}$/)
      .describe('SHA-256 of the file, 64 hexadecimal digits'),
  }),
]);

export type FileRef = z.output<typeof fileRef>;
