import { type ParseArgsConfig, parseArgs } from 'node:util';
import { version } from '../../package.json';
import { nearestName } from '../nearestName.ts';
import { type ExitCode, exitCodes, UserError } from '../userError.ts';
import type { Command, CommandInput, CommandOption } from './command.ts';
import { commandHelp, commonOptions, overallHelp } from './help.ts';
import { commands, internalCommands } from './registry.ts';

type Streams = Pick<CommandInput, 'stdin' | 'stdout' | 'stderr'>;

/** Finds the command that the arguments name, parses the rest of them by its options, and runs it. */
export async function dispatch(args: string[], streams: Streams): Promise<ExitCode> {
  const [name = '', ...rest] = args;
  if (name === '--version') return print(streams, version);
  if (name === '--help' || name === '-h') return print(streams, overallHelp(await loadAll()));
  if (name === 'help' && rest.length === 0) return print(streams, overallHelp(await loadAll()));
  if (name === 'help') return await dispatch([rest[0] ?? '', '--help'], streams);
  if (name === '') throw new UserError('no command was given', { fix: '`smoothing-lab --help` lists the commands.' });
  const command = await load(name);
  const { values, positionals } = parse(name, command, rest);
  if (values.help) return print(streams, commandHelp(name, command));
  return await command.run({ options: values, positionals, ...streams });
}

function print({ stdout }: Streams, text: string): ExitCode {
  stdout.write(`${text}\n`);
  return exitCodes.done;
}

async function loadAll(): Promise<Record<string, Command>> {
  const names = Object.keys(commands);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await load(name)] as const)));
}

async function load(name: string): Promise<Command> {
  const all = { ...commands, ...internalCommands };
  if (!Object.hasOwn(all, name)) {
    throw new UserError(`there is no command \`${name}\``, { fix: suggest(name, Object.keys(commands), '') });
  }
  return (await all[name]!()).command;
}

function parse(name: string, command: Command, args: string[]) {
  const options: Record<string, CommandOption> = { ...command.options, ...commonOptions };
  try {
    const config: ParseArgsConfig = { args, options, allowPositionals: true };
    return parseArgs(config) as { values: CommandInput['options']; positionals: string[] };
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) throw error;
    const [message = ''] = (error as Error).message.split(/\. (?=To specify|Did you)|\n/);
    const unknown = /Unknown option '(-+)([^']*)'/.exec(message);
    const fix = unknown
      ? suggest(unknown[2] ?? '', Object.keys(options), '--')
      : `\`smoothing-lab ${name} --help\` lists the options.`;
    throw new UserError(`${name}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`, { fix });
  }
}

function suggest(name: string, candidates: string[], prefix: string): string {
  const nearest = nearestName(name, candidates);
  if (nearest !== undefined) return `Did you mean \`${prefix}${nearest}\`?`;
  return `Known are: ${candidates.map((candidate) => prefix + candidate).join(', ')}.`;
}
