import { colours, type Scene, type Shape, side, type Thing } from './scene.ts';

/** Red, green and blue of each pixel, row by row, 0 to 255: what a PNG of 8 bits a channel holds. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

const background = 245;

/** Whether a point belongs to a shape; `x` and `y` from its centre, in radii. */
export const contains: Record<Shape, (x: number, y: number) => boolean> = {
  circle: (x, y) => x * x + y * y <= 1,
  square: (x, y) => Math.abs(x) <= 0.88 && Math.abs(y) <= 0.88,
  triangle: (x, y) => y <= 0.8 && y >= 2 * Math.abs(x) - 1,
  cross: (x, y) => Math.min(Math.abs(x), Math.abs(y)) <= 0.3 && Math.max(Math.abs(x), Math.abs(y)) <= 1,
  ring: (x, y) => x * x + y * y <= 1 && x * x + y * y >= 0.3,
};

/** The picture of a scene. */
export function drawScene({ first, second }: Scene): Pixels {
  const data = new Uint8Array(side * side * 3).fill(background);
  for (const thing of [second, first]) drawThing(data, thing);
  return { width: side, height: side, data };
}

function drawThing(data: Uint8Array, { shape, colour, x: centreX, y: centreY, radius }: Thing): void {
  for (let y = centreY - radius; y <= centreY + radius; y++) {
    for (let x = centreX - radius; x <= centreX + radius; x++) {
      if (x < 0 || y < 0 || x >= side || y >= side) continue;
      if (contains[shape]((x - centreX) / radius, (y - centreY) / radius))
        data.set(colours[colour], (y * side + x) * 3);
    }
  }
}
