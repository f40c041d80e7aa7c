import type { Command, CommandOption } from './command.ts';

const program = 'smoothing-lab';
const lineWidth = 100;

/** Options that every command has. */
export const commonOptions: Record<string, CommandOption> = {
  help: { type: 'boolean', short: 'h', help: 'show this help' },
};

/** `smoothing-lab --help`: one line a command. */
export function overallHelp(commands: Record<string, Command>): string {
  const rows = Object.entries(commands).map(([name, { summary }]): [string, string] => [name, summary]);
  return [
    `Usage: ${program} COMMAND [ARGUMENTS]`,
    'Trains sequence models from experiment files and compares variants of their training objective.',
    `Commands:\n${table(rows)}`,
    `Options:\n${table([
      ['-h, --help', 'show this help'],
      ['--version', 'print the version'],
    ])}`,
    `\`${program} COMMAND --help\` describes a command.\nExit codes: 0 done, 1 a run failed, 2 the file or the arguments are wrong, 3 no engine, 130 stopped.`,
  ].join('\n\n');
}

/** `smoothing-lab COMMAND --help`, from what the command says of itself. */
export function commandHelp(name: string, { summary, usage, options }: Command): string {
  const rows = Object.entries({ ...options, ...commonOptions }).map(([option, description]): [string, string] => [
    optionLabel(option, description),
    description.help + (description.multiple ? ' (may be repeated)' : ''),
  ]);
  return `Usage: ${program} ${name} ${usage}\n\n${summary}.\n\nOptions:\n${table(rows)}`;
}

function optionLabel(name: string, { short, type, value }: CommandOption): string {
  const flag = short ? `-${short}, --${name}` : `--${name}`;
  return type === 'string' ? `${flag} ${value ?? 'VALUE'}` : flag;
}

function table(rows: [string, string][]): string {
  const indent = Math.max(...rows.map(([label]) => label.length)) + 4;
  return rows.map(([label, text]) => `  ${label.padEnd(indent - 2)}${wrap(text, indent)}`).join('\n');
}

function wrap(text: string, indent: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && indent + line.length + 1 + word.length > lineWidth) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}
