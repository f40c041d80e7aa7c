import { resolve } from 'node:path';
import { badArray } from '../data/captioning/features/arrayTypes.ts';
import { FeatureReader } from '../data/captioning/features/featureReader.ts';
import type { FeatureTable } from '../data/captioning/features/featureTable.ts';
import { npyHeaderBytes, npyPrefix, parseNpyHeader } from '../data/captioning/features/npyHeader.ts';
import { openFeatures } from '../data/captioning/features/openFeatures.ts';
import { readBytes } from '../data/captioning/features/readArray.ts';
import { outputLimits } from '../decoding/outputLimits.ts';
import { pictureInput } from '../decoding/pictureInput.ts';
import type { TrainedCaptioner } from '../tasks/trainedModel.ts';
import { UserError } from '../userError.ts';
import type { CommandInput } from './command.ts';
import type { DecodingWork } from './decodingWork.ts';

const kinds = ['fc', 'regions'] as const;

export const pictureOptions = {
  fc: { type: 'string', value: 'FILE', help: 'of a captioning run: .npy with a vector of each picture' },
  regions: { type: 'string', value: 'FILE', help: 'and .npy with the vectors of the regions of each' },
} as const;

/** Captions of all pictures of feature files. Their features must be like those that the run was trained on. */
export async function captionPictures(trained: TrainedCaptioner, { options }: CommandInput): Promise<DecodingWork> {
  const given = kinds.filter((kind) => options[kind] !== undefined);
  if (given.length === 0)
    throw new UserError('this run says what is in pictures, and none are given', {
      fix: 'Give their features: `--fc FILE`, `--regions FILE` or both.',
    });
  const files = given.map((kind) => [kind, resolve(String(options[kind]))] as const);
  const counts = files.map(([, file]) => countRows(file));
  const count = counts[0] as number;
  if (counts.some((other) => other !== count))
    throw badArray(files[1]?.[1] as string, `it has ${counts[1]} pictures, ${files[0]?.[1]} has ${count}`);
  const tables = await openAll(trained, files, count);
  const { pictures } = trained.spec.data;
  const names = Array.from({ length: count }, (_, row) => `${row + 1}`);
  const normalise = 'captions' in pictures && pictures.normalise;
  const reader = new FeatureReader({ tables, averages: !('fc' in tables), normalise, names });
  return {
    sources: names,
    input: pictureInput({
      pictures: [...names.keys()],
      positions: trained.features.regions?.[0] ?? 1,
      limits: outputLimits(trained.spec.decoding, trained.spec.data.maxLength),
      read: (rows) => reader.read(rows),
    }),
  };
}

function countRows(file: string): number {
  const prefix = readBytes(file, 0, npyPrefix);
  const [rows] = parseNpyHeader(readBytes(file, 0, npyHeaderBytes(prefix, file)), file).shape;
  if (rows !== undefined && rows > 0) return rows;
  throw badArray(file, 'there are no pictures in it');
}

async function openAll(
  { features, spec }: TrainedCaptioner,
  files: (readonly [(typeof kinds)[number], string])[],
  rows: number,
): Promise<Record<string, FeatureTable>> {
  const pictures = Array.from({ length: rows }, (_, row) => ({
    row,
    rows,
    id: `${row}`,
    filename: `${row}`,
    name: `${row}`,
  }));
  const most = 'captions' in spec.data.pictures ? spec.data.pictures.mostRegions : undefined;
  const tables: Record<string, FeatureTable> = {};
  for (const [kind, file] of files) {
    const table = await openFeatures(kind, { file }, { folder: '', pictures, most });
    const expected = features[kind];
    if (String(table.shape) !== String(expected))
      throw badArray(
        file,
        `the ${kind} of a picture have the shape (${table.shape}), those of the run (${expected ?? 'none'})`,
      );
    tables[kind] = table;
  }
  return tables;
}
