import type { OutputLimits } from './searchInput.ts';

interface LinearLength {
  factor: number;
  plus: number;
}

const lengthOf = ({ factor, plus }: LinearLength, sourceLength: number): number =>
  Math.floor(factor * sourceLength + plus);

/** The lengths that an experiment's `decoding` block allows outputs of a source. */
export function outputLimits(
  { minLength, maxLength }: { minLength: LinearLength; maxLength: LinearLength },
  sourceLength: number,
): OutputLimits {
  const longest = Math.max(1, lengthOf(maxLength, sourceLength));
  return { shortest: Math.min(lengthOf(minLength, sourceLength), longest), longest };
}
