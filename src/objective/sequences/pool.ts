import type { Random } from '../sampler.ts';

/** The tokens that may stand in a sampled sequence instead of a gold one. */
export interface Pool {
  /** How many tokens other than `gold` there are: 0 where it must stay. */
  substitutes(gold: number): number;
  /** One of them. */
  substitute(gold: number, random: Random): number;
  /** One token, `gold` among them. */
  any(gold: number, random: Random): number;
  /** ln of how much more often `token` is drawn for `gold` than if all substitutes were equally likely. */
  logPreference(gold: number, token: number): number;
}

/** Substitutes that are all equally likely. */
export class UniformPool implements Pool {
  readonly #members: ReadonlySet<number>;
  readonly #tokens: Int32Array;

  constructor(members: ReadonlySet<number>) {
    this.#members = members;
    this.#tokens = Int32Array.from(members);
  }

  substitutes(gold: number): number {
    return this.#members.has(gold) ? this.#tokens.length - 1 : this.#tokens.length;
  }

  substitute(gold: number, random: Random): number {
    const token = this.#tokens[Math.floor(random() * this.substitutes(gold))]!;
    // The last token is out of reach where `gold` is a member, and stands in for it.
    return token === gold ? this.#tokens[this.#tokens.length - 1]! : token;
  }

  any(_gold: number, random: Random): number {
    return this.#tokens[Math.floor(random() * this.#tokens.length)]!;
  }

  logPreference(): number {
    return 0;
  }
}
