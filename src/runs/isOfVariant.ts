import type { Manifest } from './events.ts';

/** Whether a run is of a variant that a file names, which may be a grid of which it is a member. */
export const isOfVariant = ({ variant, grid }: Pick<Manifest, 'variant' | 'grid'>, name: string): boolean =>
  variant === name || grid?.variant === name;
