import { axes } from '../experiment/axes.ts';
import { inputSchema } from '../experiment/jsonSchema.ts';
import type { Kinds } from '../experiment/kinds.ts';
import { parameterLines } from '../terminal/parameterLines.ts';
import { formatTable } from '../terminal/table.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command } from './command.ts';

/** `methods`: every method of every axis of the objective, with its equation, source and parameters. */
export const command: Command = {
  summary: 'List the methods of each axis of the objective, with formula, reference and parameters',
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
  Object.entries(methods).map(([name, { title, formula = '', reference = '', parameters }]) => ({
    ...{ name, title, formula, reference, parameters: inputSchema(parameters).properties ?? {} },
  }));

/** A method a row; all else stands under what it is, since beside it no terminal would hold it. */
function asText({ axis, title, methods }: { axis: string; title: string; methods: ReturnType<typeof rows> }): string {
  const cells = methods.flatMap(({ name, title: what, formula, reference, parameters }) => [
    [name, what],
    ...[formula, reference, ...parameterLines(parameters)].map((line) => ['', line]),
  ]);
  const header = ['method', 'what it is, its formula, its source, its parameters'];
  return `${axis}: ${title}\n${formatTable([header, ...cells], { ofText: true })}\n`;
}
