/** Sides of a picture in pixels, and its numbers a pixel: 1 for grey, 3 for red, green and blue. */
export interface PictureShape {
  height: number;
  width: number;
  channels: number;
}

/** Pictures of one shape with their classes. */
export interface PictureSet {
  shape: PictureShape;
  /** 0 to 255, [pictures, height, width, channels] in a row, in memory that threads share. */
  pixels: Uint8Array;
  /** Each picture's class, by number. */
  labels: Int32Array;
  /** What each picture is called: its file, or its number in one. */
  names: string[];
}

export const sizeOfPicture = ({ height, width, channels }: PictureShape): number => height * width * channels;

export const sharedPixels = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));

/** Some of the pictures, in that order. */
export function selectPictures({ shape, pixels, labels, names }: PictureSet, chosen: Int32Array): PictureSet {
  const size = sizeOfPicture(shape);
  const selected = sharedPixels(chosen.length * size);
  chosen.forEach((example, at) => {
    selected.set(pixels.subarray(example * size, (example + 1) * size), at * size);
  });
  return {
    shape,
    pixels: selected,
    labels: chosen.map((example) => labels[example] as number),
    names: Array.from(chosen, (example) => names[example] as string),
  };
}
