import { defineImageModel } from './imageModel.ts';
import { mobileNetParameters } from './imageParameters.ts';
import { batchNormalisation } from './layers/batchNormalisation.ts';
import { classifier } from './layers/classifier.ts';
import { convolution, depthwiseConvolution } from './layers/convolution.ts';
import { activation, chain, type Layer, relu6, sumOf } from './layers/layer.ts';

/** Expansion, channels, blocks and first stride of each stage. Sandler et al. 2018, table 2. */
const stages = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;
const stemChannels = 32;
const lastChannels = 1280;

/** The nearest multiple of 8, but never a tenth less than asked for. */
function roundedChannels(channels: number): number {
  const nearest = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return nearest < 0.9 * channels ? nearest + 8 : nearest;
}

const normalised = (name: string, filter: (name: string) => Layer, channels: number): Layer[] => [
  filter(`${name}.filter`),
  batchNormalisation(name, channels),
];

const pointwise = (from: number, to: number) => (name: string) => convolution(name, { from, to, size: 1 });

/** Wider, each channel by itself, narrow again without a rectifier; with a shortcut where nothing changes its shape. */
function invertedResidual(
  name: string,
  { from, to, expansion, stride }: { from: number; to: number; expansion: number; stride: number },
): Layer {
  const inner = from * expansion;
  const expanding = expansion === 1 ? [] : [...normalised(`${name}.expand`, pointwise(from, inner), inner), relu6];
  const depthwise = (filter: string) => depthwiseConvolution(filter, { channels: inner, size: 3, stride });
  const branch = chain([
    ...expanding,
    ...normalised(`${name}.depthwise`, depthwise, inner),
    relu6,
    ...normalised(`${name}.project`, pointwise(inner, to), to),
  ]);
  const identity = activation((_tools, pictures) => pictures);
  return stride === 1 && from === to ? sumOf([branch, identity]) : branch;
}

/** Inverted residuals with linear bottlenecks. Sandler et al. 2018, arXiv:1801.04381, section 3 and table 2. */
export const mobilenetV2 = defineImageModel({
  title: 'MobileNetV2',
  reference: 'Sandler, Howard, Zhu, Zhmoginov & Chen 2018, arXiv:1801.04381',
  parameters: mobileNetParameters,
  stepwise: false,
  build: ({ width, strides, dropout }, sizes) => {
    const isSmall = strides === 'cifar';
    const stem = roundedChannels(stemChannels * width);
    const features = roundedChannels(lastChannels * Math.max(1, width));
    let from = stem;
    const blocks = stages.flatMap(([expansion, channels, depth, first], stage) =>
      Array.from({ length: depth }, (_, at) => {
        const to = roundedChannels(channels * width);
        const stride = at > 0 || (isSmall && stage === 1) ? 1 : first;
        const made = invertedResidual(`stage${stage + 1}.block${at + 1}`, { from, to, expansion, stride });
        from = to;
        return made;
      }),
    );
    const opening = (name: string) =>
      convolution(name, { from: sizes.picture.channels, to: stem, size: 3, stride: isSmall ? 1 : 2 });
    const body = chain([
      ...normalised('stem', opening, stem),
      relu6,
      ...blocks,
      ...normalised('last', pointwise(from, features), features),
      relu6,
    ]);
    return classifier(body, { features, dropout }, sizes);
  },
});
