import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Annotations } from '../watching/runIndex.ts';

const fileName = 'annotations.json';

/** A field that is missing or of another type is as if nothing had been noted there. */
const schema = z.looseObject({
  starred: z.catch(z.boolean(), false),
  tags: z.catch(z.array(z.string()), []),
  note: z.catch(z.string(), ''),
});

const nothing: Annotations = { starred: false, tags: [], note: '' };

/** What is noted about a run; nothing where there is no file, or none that can be read. */
export async function readAnnotations(folder: string): Promise<Annotations> {
  const { starred, tags, note } = parse(await readText(folder)) ?? nothing;
  return { starred, tags, note };
}

/** Changes what is noted, in one step; fields of other versions stay. A damaged file is kept under another name. */
export async function annotate(folder: string, change: Partial<Annotations>): Promise<Annotations> {
  const path = join(folder, fileName);
  const text = await readText(folder);
  const present = parse(text);
  if (text !== undefined && present === undefined) {
    await rename(path, join(folder, `annotations.damaged-${Date.now()}.json`));
  }
  const annotations = { ...nothing, ...present, ...change };
  const unfinished = `${path}.${process.pid}.new`;
  await writeFile(unfinished, `${JSON.stringify(annotations, null, 2)}\n`);
  await rename(unfinished, path);
  const { starred, tags, note } = annotations;
  return { starred, tags, note };
}

const readText = (folder: string): Promise<string | undefined> =>
  readFile(join(folder, fileName), 'utf8').catch(() => undefined);

function parse(text: string | undefined): Annotations | undefined {
  try {
    return text === undefined ? undefined : z.parse(schema, JSON.parse(text));
  } catch {
    return undefined;
  }
}
