import { UserError } from '../userError.ts';
import type { CommandInput, CommandOption } from './command.ts';
import { readFileSegments, readStreamSegments, type SegmentList } from './readSegments.ts';

/** Options of commands that look at outputs and references. */
export const outputOptions = {
  reference: { type: 'string', short: 'r', multiple: true, value: 'FILE', help: 'references, one a line; may be gz' },
  input: { type: 'string', short: 'i', value: 'FILE', help: 'hypotheses, one a line, instead of standard input' },
} satisfies Record<string, CommandOption>;

/** What these options name; further references may be given as arguments. `command` is the name to tell of in errors. */
export async function readOutputs(
  command: string,
  { options, positionals, stdin }: CommandInput,
): Promise<{ hypotheses: SegmentList; references: SegmentList[] }> {
  const files = [...((options.reference as string[] | undefined) ?? []), ...positionals];
  if (files.length === 0) throw new UserError(`${command} needs a reference`, { fix: 'Give --reference FILE.' });
  const references = await Promise.all(files.map(readFileSegments));
  const hypotheses = await readHypotheses(command, options.input as string | undefined, stdin);
  if (hypotheses.lines.length === 0) throw new UserError(`${hypotheses.name} holds no hypotheses`, { fix: usageFix });
  for (const reference of references) requireAligned(hypotheses, reference);
  return { hypotheses, references };
}

const usageFix = 'Give one hypothesis a line, by --input FILE or on standard input.';

async function readHypotheses(command: string, file: string | undefined, stdin: NodeJS.ReadStream) {
  if (file !== undefined) return await readFileSegments(file);
  if (stdin.isTTY) throw new UserError(`${command} needs hypotheses`, { fix: usageFix });
  return await readStreamSegments(stdin);
}

/** Throws a UserError where two texts that belong together line by line are of different length. */
export function requireAligned(hypotheses: SegmentList, other: SegmentList): void {
  const [lines, expected] = [hypotheses.lines.length, other.lines.length];
  if (lines === expected) return;
  throw new UserError(`${hypotheses.name} has ${lines} lines, but ${other.name} has ${expected}`, {
    fix: 'Hypotheses and references belong together line by line: give as many of the one as of the other.',
  });
}
