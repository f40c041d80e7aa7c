import type { ImageModel, ImageSizes } from '../imageModel.ts';
import { batchNormalisation } from './batchNormalisation.ts';
import { classifier } from './classifier.ts';
import { type ConvolutionSizes, convolution } from './convolution.ts';
import { activation, chain, type Layer, relu, sumOf } from './layer.ts';

interface BlockSizes {
  /** Channels of its input. */
  from: number;
  /** Channels of its inner convolutions. */
  width: number;
  stride: number;
}

/** What a block learns beside its shortcut, and how many channels that has for a width. */
interface BlockKind {
  channels(width: number): number;
  branch(name: string, sizes: BlockSizes): Layer;
}

export interface ResidualSizes {
  block: BlockKind;
  /** Blocks of each of the four stages. */
  depths: readonly [number, number, number, number];
  /** Channels of the first stage; each later one has twice as many. */
  width: number;
  /** `cifar`: 3×3, stride 1; `imagenet`: 7×7, stride 2, and a pooling of stride 2. */
  stem: 'cifar' | 'imagenet';
}

const normalised = (name: string, sizes: ConvolutionSizes): Layer[] => [
  convolution(`${name}.filter`, sizes),
  batchNormalisation(name, sizes.to),
];

/** Two 3×3 convolutions. */
export const basicBlock: BlockKind = {
  channels: (width) => width,
  branch: (name, { from, width, stride }) =>
    chain([
      ...normalised(`${name}.convolution1`, { from, to: width, size: 3, stride }),
      relu,
      ...normalised(`${name}.convolution2`, { from: width, to: width, size: 3 }),
    ]),
};

/** 1×1, 3×3, 1×1, the last with four times the channels. The stride is the 3×3 one's, as torchvision has it. */
export const bottleneck: BlockKind = {
  channels: (width) => 4 * width,
  branch: (name, { from, width, stride }) =>
    chain([
      ...normalised(`${name}.convolution1`, { from, to: width, size: 1 }),
      relu,
      ...normalised(`${name}.convolution2`, { from: width, to: width, size: 3, stride }),
      relu,
      ...normalised(`${name}.convolution3`, { from: width, to: 4 * width, size: 1 }),
    ]),
};

const identity = activation((_tools, pictures) => pictures);
const pooling = activation(({ ops }, pictures) => ops.maxPool(pictures, 3, { stride: 2, padding: 1 }));

function block(name: string, kind: BlockKind, sizes: BlockSizes): Layer {
  const { from, width, stride } = sizes;
  const to = kind.channels(width);
  const isSame = stride === 1 && from === to;
  const shortcut = isSame ? identity : chain(normalised(`${name}.shortcut`, { from, to, size: 1, stride }));
  return chain([sumOf([kind.branch(name, sizes), shortcut]), relu]);
}

/** The blocks of one stage; the first has its stride, and comes from as many channels as the stage before has. */
function stage(name: string, kind: BlockKind, depth: number, first: BlockSizes): Layer {
  const { width } = first;
  const sizesOf = (at: number) => (at === 0 ? first : { from: kind.channels(width), width, stride: 1 });
  return chain(Array.from({ length: depth }, (_, at) => block(`${name}.block${at + 1}`, kind, sizesOf(at))));
}

/** A residual network. He et al. 2016, arXiv:1512.03385, table 1: y = relu(F(x) + shortcut(x)), four stages. */
export function residualNetwork({ block: kind, depths, width, stem }: ResidualSizes, sizes: ImageSizes): ImageModel {
  const { channels } = sizes.picture;
  const first = { from: channels, to: width, ...(stem === 'cifar' ? { size: 3 } : { size: 7, stride: 2 }) };
  const stages = depths.map((depth, at) => {
    const inner = width * 2 ** at;
    const from = at === 0 ? width : kind.channels(inner / 2);
    return stage(`stage${at + 1}`, kind, depth, { from, width: inner, stride: at === 0 ? 1 : 2 });
  });
  const opening = [...normalised('stem', first), relu, ...(stem === 'cifar' ? [] : [pooling])];
  return classifier(chain([...opening, ...stages]), { features: kind.channels(8 * width) }, sizes);
}
