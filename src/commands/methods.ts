import { axes } from '../experiment/axes.ts';
import type { Kinds } from '../experiment/kinds.ts';
import { formatTable } from '../terminal/table.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command } from './command.ts';

/** `methods`: every method of every axis of the objective, with its equation and source. */
export const command: Command = {
  summary: 'List the methods of each axis of the objective, with formula and reference',
  usage: '',
  options: { json: { type: 'boolean', help: 'print everything as JSON' } },
  async run({ options, positionals, stdout }) {
    if (positionals.length > 0) throw new UserError('methods takes no arguments', { fix: 'Give none.' });
    const found = Object.entries(axes).map(([axis, { title, methods }]) => ({ axis, title, methods: rows(methods) }));
    stdout.write(options.json ? `${JSON.stringify(found, null, 2)}\n` : found.map(asText).join('\n'));
    return exitCodes.done;
  },
};

const rows = (methods: Kinds) =>
  Object.entries(methods).map(([name, { title, formula = '', reference = '' }]) => ({
    ...{ name, title, formula, reference },
  }));

/** A method a row; formula and source stand under what it is, since beside it no terminal would hold them. */
function asText({ axis, title, methods }: { axis: string; title: string; methods: ReturnType<typeof rows> }): string {
  const cells = methods.flatMap(({ name, title: what, formula, reference }) => [
    [name, what],
    ['', formula],
    ['', reference],
  ]);
  return `${axis}: ${title}\n${formatTable([['method', 'what it is, its formula, its source'], ...cells], { ofText: true })}\n`;
}
