import { adam } from './adam.ts';
import { adamw } from './adamw.ts';
import type { Optimizer } from './optimizer.ts';
import { sgd } from './sgd.ts';

/** Every optimizer, by the name that experiment files use. */
export const optimizers = { adam, adamw, sgd } as const satisfies Record<string, Optimizer>;
