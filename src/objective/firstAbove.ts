/** Index of the first of ascending numbers that exceeds `bound`. */
export function firstAbove(ascending: ArrayLike<number>, bound: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
