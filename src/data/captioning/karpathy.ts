import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { UserError } from '../../userError.ts';
import { fileError } from '../readers/lines.ts';
import type { PictureKeys } from './features/openFeatures.ts';
import { jsonErrorPosition } from './jsonErrorPosition.ts';
import type { Picture } from './picture.ts';

const sentence = z.object({ tokens: z.array(z.string().min(1)).min(1), raw: z.string().optional() });

const image = z.object({
  filename: z.string().min(1),
  split: z.enum(['train', 'restval', 'val', 'test']),
  cocoid: z.int().optional(),
  imgid: z.int().optional(),
  sentences: z.array(sentence).min(1),
});

export interface KarpathyPicture extends Picture {
  keys: PictureKeys;
}

/**
 * Pictures and captions of Karpathy & Fei-Fei 2015 (arXiv:1412.2306), in the file's order: `{"images": [{"filename",
 * "cocoid", "split", "sentences": [{"tokens", "raw"}]}]}`. Throws a UserError with the place of what is wrong.
 */
export async function readKarpathy(file: string, restval: 'train' | 'skip'): Promise<KarpathyPicture[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fileError(error, file);
  });
  const images = (parseJson(text, file) as { images?: unknown } | null)?.images;
  if (!Array.isArray(images) || images.length === 0)
    throw new UserError('it is no captions file: it has no list `images`', {
      position: { file },
      fix: 'Name a file such as dataset_coco.json or dataset_flickr8k.json.',
    });
  return images.flatMap((given: unknown, row) => pictureOf(given, { file, restval, row, rows: images.length }));
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const before = text.slice(0, jsonErrorPosition(text));
    const lines = before.split('\n');
    throw new UserError(`it is no JSON (byte ${Buffer.byteLength(before)}): ${(error as Error).message}`, {
      position: { file, line: lines.length, column: (lines.at(-1) as string).length + 1 },
    });
  }
}

/** None where the picture is left out. */
function pictureOf(
  given: unknown,
  { file, restval, row, rows }: { file: string; restval: 'train' | 'skip'; row: number; rows: number },
): KarpathyPicture[] {
  const { data, error } = image.safeParse(given);
  if (error) {
    const { path, message } = error.issues[0] as z.core.$ZodIssue;
    const key = ['images', row, ...path]
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('');
    throw new UserError(`${key.slice(1)}: ${message}`, { position: { file } });
  }
  if (data.split === 'restval' && restval === 'skip') return [];
  const set = ({ train: 'train', restval: 'train', val: 'valid', test: 'test' } as const)[data.split];
  const { filename } = data;
  const captions = data.sentences.map(({ tokens, raw }) => ({ tokens, raw: raw ?? tokens.join(' ') }));
  const id = String(data.cocoid ?? data.imgid ?? row);
  return [{ name: filename, set, captions, keys: { row, rows, id, filename, name: filename.replace(/\.[^.]*$/, '') } }];
}
