import { fileJsonSchema } from '../experiment/fileSchema.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command } from './command.ts';

/** `schema`: the experiment file's JSON Schema, for editors. */
export const command: Command = {
  summary: 'Print the JSON Schema of experiment files',
  usage: '',
  options: {},
  async run({ positionals, stdout }) {
    if (positionals.length > 0) throw new UserError('schema takes no arguments', { fix: 'Give none.' });
    stdout.write(`${JSON.stringify(fileJsonSchema(), null, 2)}\n`);
    return exitCodes.done;
  },
};
