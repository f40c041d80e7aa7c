/** The largest seed: what fits a signed integer of 32 bits, as everything that draws from seeds takes them. */
export const mostSeed = 2 ** 31 - 1;
