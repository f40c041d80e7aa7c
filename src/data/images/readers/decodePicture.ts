import { decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { UserError } from '../../../userError.ts';
import type { PictureShape } from '../pictureSet.ts';

/** Pixels of a PNG or JPEG, 0 to 255, [height, width, channels] of 1 (grey) or 3 (red, green, blue) channels. */
export interface Picture extends PictureShape {
  data: Uint8Array;
}

/** Larger ones are taken for damaged or hostile files: their pixels alone would take gigabytes. */
const mostMegapixels = 200;

/** Decodes a picture by its first bytes, whatever its name is. Transparent pixels are laid on black. */
export function decodePicture(file: string, bytes: Uint8Array, channels: 1 | 3): Picture {
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  if (!isPng && !isJpeg)
    throw new UserError('byte 0: this is neither PNG nor JPEG', { position: { file }, fix: 'Convert it to PNG.' });
  try {
    return isPng ? fromPng(bytes, channels) : fromJpeg(bytes, channels);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`the ${isPng ? 'PNG' : 'JPEG'} is damaged: ${reason}`, { position: { file }, cause: error });
  }
}

function fromPng(bytes: Uint8Array, channels: 1 | 3): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 24) throw new Error(`it ends at byte ${bytes.length}`);
  // Width and height stand in the first chunk: an absurd size is found before memory is taken for it.
  const megapixels = (view.getUint32(16) * view.getUint32(20)) / 1e6;
  if (megapixels > mostMegapixels) throw new Error(`it would have ${Math.round(megapixels)} megapixels`);
  const { width, height, data, depth, channels: found, palette } = decodePng(bytes, { checkCrc: true });
  const most = 2 ** depth - 1;
  const valueAt = (pixel: number, channel: number): number => {
    if (palette) return palette[data[pixel] as number]?.[channel] ?? 0;
    return ((data[pixel * found + channel] as number) / most) * 255;
  };
  const colours = palette ? 3 : found;
  const alphaAt = (pixel: number) => (colours === 2 || colours === 4 ? valueAt(pixel, colours - 1) / 255 : 1);
  const isGrey = colours < 3;
  const colourAt = (pixel: number, channel: number) => valueAt(pixel, isGrey ? 0 : channel) * alphaAt(pixel);
  return withChannels({ width, height }, channels, colourAt);
}

function fromJpeg(bytes: Uint8Array, channels: 1 | 3): Picture {
  const { width, height, data } = decodeJpeg(bytes, {
    ...{ useTArray: true, formatAsRGBA: false, maxResolutionInMP: mostMegapixels, maxMemoryUsageInMB: 4096 },
    tolerantDecoding: false,
  });
  return withChannels({ width, height }, channels, (pixel, channel) => data[pixel * 3 + channel] as number);
}

/** Grey is the luminance of ITU-R BT.601, as in JPEG itself. */
function withChannels(
  { width, height }: { width: number; height: number },
  channels: 1 | 3,
  colourAt: (pixel: number, channel: number) => number,
): Picture {
  const data = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [red, green, blue] = [colourAt(pixel, 0), colourAt(pixel, 1), colourAt(pixel, 2)];
    if (channels === 1) data[pixel] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
    else data.set([Math.round(red), Math.round(green), Math.round(blue)], pixel * 3);
  }
  return { width, height, channels, data };
}
