import type { SetName } from '../sets.ts';

export interface Caption {
  /** Words as models learn them: lower case, no punctuation. */
  tokens: string[];
  /** As somebody wrote it: what scores compare with. */
  raw: string;
}

/** A picture with everything that was said of it. */
export interface Picture {
  /** What people know it by: a file name, or the number of a scene. */
  name: string;
  set: SetName;
  captions: Caption[];
}
