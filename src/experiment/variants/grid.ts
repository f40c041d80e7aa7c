/** The members of a variant whose settings are lists or ranges: a variant for each combination of their values. */
export interface Grid {
  /** Paths of the settings within the variant, joined by dots: `targets.epsilon`. */
  settings: string[];
  /** By the members' names, in the order of the product: each setting's value, by its path. */
  members: Record<string, Record<string, unknown>>;
}

/** By the names of variants as the file has them. */
export type Grids = Record<string, Grid>;

/** The grid that a member belongs to, with its values. */
export interface Membership {
  variant: string;
  settings: Record<string, unknown>;
}

/** The variants that are trained for one of the file. */
export const membersOf = (grids: Grids, name: string): string[] =>
  Object.hasOwn(grids, name) ? Object.keys(grids[name]?.members ?? {}) : [name];

export function membershipOf(grids: Grids, name: string): Membership | undefined {
  const found = Object.entries(grids).find(([, { members }]) => Object.hasOwn(members, name));
  return found && { variant: found[0], settings: found[1].members[name] as Record<string, unknown> };
}
