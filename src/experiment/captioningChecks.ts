import { type Check, withoutEffect } from './checkFinding.ts';

/** What a captioning model needs of pictures and the data does not have, or the other way round. */
export const captioningFindings: Check = ({ task, data, model }) => {
  if (task !== 'captioning' || 'generate' in data.pictures) return [];
  const { fc, regions, mostRegions } = data.pictures;
  if (regions === undefined && mostRegions !== undefined)
    return [withoutEffect(['data', 'pictures', 'mostRegions'], 'there are no `regions`')];
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
    return [withoutEffect(['data', 'pictures', 'regions'], '`caption-lstm` reads `fc` alone')];
  return [];
};
