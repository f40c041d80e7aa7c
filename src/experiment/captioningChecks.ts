import type { ExperimentSpec } from './schema.ts';

/** What a captioning model needs of pictures and the data does not have, or the other way round. */
export interface CaptioningFinding {
  code: string;
  severity: 'error' | 'warning';
  path: PropertyKey[];
  message: string;
  expected?: string;
}

export function captioningFindings({ task, data, model }: ExperimentSpec): CaptioningFinding[] {
  if (task !== 'captioning' || 'generate' in data.pictures) return [];
  const { fc, regions, mostRegions } = data.pictures;
  if (regions === undefined && mostRegions !== undefined)
    return [unused(['data', 'pictures', 'mostRegions'], 'there are no `regions`')];
  if (model.kind === 'top-down' && regions === undefined)
    return [
      {
        code: 'needs-regions',
        severity: 'error',
        path: ['model', 'kind'],
        message: '`top-down` looks at regions of pictures, and the data has none',
        expected: 'features of regions in `data.pictures.regions`, or `caption-lstm`',
      },
    ];
  if (model.kind === 'caption-lstm' && fc !== undefined && regions !== undefined)
    return [unused(['data', 'pictures', 'regions'], '`caption-lstm` reads `fc` alone')];
  return [];
}

const unused = (path: PropertyKey[], message: string): CaptioningFinding => ({
  ...{ code: 'without-effect', severity: 'warning', path, message },
});
