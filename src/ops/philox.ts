/** Philox 4×32-10. Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3". */
function philox(counter: Uint32Array, firstKey: number, secondKey: number, output: Uint32Array): void {
  let [a, b, c, d] = counter;
  let k0 = firstKey >>> 0;
  let k1 = secondKey >>> 0;
  for (let round = 0; round < 10; round++) {
    const [highA, lowA] = multiply(0xd2511f53, a);
    const [highC, lowC] = multiply(0xcd9e8d57, c);
    a = (highC ^ b ^ k0) >>> 0;
    b = lowC;
    c = (highA ^ d ^ k1) >>> 0;
    d = lowA;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  output[0] = a;
  output[1] = b;
  output[2] = c;
  output[3] = d;
}

/** High and low 32 bits of an unsigned 32 × 32 bit product. */
function multiply(x: number, y: number): [number, number] {
  const xHigh = x >>> 16;
  const xLow = x & 0xffff;
  const yHigh = y >>> 16;
  const yLow = y & 0xffff;
  const low = xLow * yLow;
  const middle = xHigh * yLow + (low >>> 16);
  const cross = xLow * yHigh + (middle & 0xffff);
  return [(xHigh * yHigh + Math.floor(middle / 65536) + Math.floor(cross / 65536)) >>> 0, Math.imul(x, y) >>> 0];
}

/**
 * `count` uniform numbers in [0, 1), bit for bit what TensorFlow's StatelessRandomUniform gives for the int32 seed
 * (first, second): the seed is scrambled by one Philox block into a key and the upper half of the counter, and each
 * block of four words becomes four floats by filling the mantissa.
 */
export function statelessUniform(count: number, first: number, second: number): Float32Array {
  const block = new Uint32Array(4);
  const sign = (value: number) => (value < 0 ? 0xffffffff : 0); // int32 seeds widen to 64 bits
  philox(Uint32Array.of(first, sign(first), second, sign(second)), 0x3ec8f720, 0x02461e29, block);
  const [key0, key1] = block;
  const counter = Uint32Array.of(0, 0, block[2], block[3]);
  const output = new Float32Array(count);
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  for (let start = 0; start < count; start += 4) {
    philox(counter, key0, key1, block);
    for (let lane = 0; lane < 4 && start + lane < count; lane++) {
      bits[0] = 0x3f800000 | (block[lane] & 0x7fffff);
      output[start + lane] = float[0] - 1;
    }
    counter[0] += 1;
  }
  return output;
}
