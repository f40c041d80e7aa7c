import type { Description, Needs, Parameters, TokenInput, Tools } from './method.ts';
import type { TokenLossInput } from './tokenLoss.ts';

/** A choice on one axis: the method's name and its parameters, defaults filled in. */
export interface MethodChoice {
  kind: string;
  [parameter: string]: unknown;
}

/** A method with its parameters, and what it alone may see of all that the trainer keeps for the axes. */
export interface ChosenMethod<M> {
  method: M;
  parameters: never;
  needs: Needs;
  /** Values under names that carry the axis, so that two axes may use one name. */
  named<T>(values: Record<string, T>): Record<string, T>;
  /** Of values with such names, this axis's own. */
  own<T>(values: Record<string, T>): Record<string, T>;
  tokenInput(tools: Tools, given: TokenLossInput): TokenInput<Parameters>;
}

/** The method that was chosen from a registry, its first where nothing was said. */
export function chosenMethod<M extends Description<Parameters>>(
  axis: string,
  registry: Record<string, M>,
  choice: MethodChoice = { kind: Object.keys(registry)[0] as string },
): ChosenMethod<M> {
  const { kind, ...rest } = choice;
  const method = registry[kind];
  if (!method) throw new Error(`there is no method ${kind} on the axis ${axis}`);
  // The registry's members all fit the general method; which one it is does not matter to anyone here.
  const parameters = rest as never;
  const prefix = `${axis}/`;
  const own = <T>(values: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
      ),
    );
  return {
    method,
    parameters,
    needs: method.needs?.(parameters) ?? {},
    named: (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value])),
    own,
    tokenInput: ({ ops }, { constants = {}, trained = {}, schedules = {}, ...given }) => ({
      ...given,
      nll: given.nll ?? ops.smoothedCrossEntropy(given.logits, given.gold, { gold: 1, uniform: 0 }),
      parameters,
      constants: own(constants),
      trained: own(trained),
      schedules: own(schedules),
    }),
  };
}
