import type { ExitCode } from '../userError.ts';

/** One option of a command, in the form that node:util's parseArgs takes, with its help text. */
export interface CommandOption {
  type: 'string' | 'boolean';
  multiple?: boolean;
  short?: string;
  /** Placeholder of the value in `--help`, e.g. `DIR`. */
  value?: string;
  help: string;
}

/** What a command is given: parsed options by name, the rest of the arguments, and where to read and write. */
export interface CommandInput {
  options: Record<string, string | boolean | string[] | undefined>;
  positionals: string[];
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}

/** A subcommand of `smoothing-lab`: one file in src/commands, one line in src/commands/registry.ts. */
export interface Command {
  summary: string;
  /** The arguments after the command's name, e.g. `FILE [--variant V]...`. */
  usage: string;
  options: Record<string, CommandOption>;
  run(input: CommandInput): Promise<ExitCode>;
}
