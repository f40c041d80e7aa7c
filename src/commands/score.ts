import type { Metric, Score } from '../metrics/metric.ts';
import { formatFixed } from '../metrics/pythonText.ts';
import { type MetricName, metrics } from '../metrics/registry.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command, CommandInput } from './command.ts';
import { choiceOf, givenParameters, optionName, parameterOptions } from './parameterOptions.ts';
import { readFileSegments, readStreamSegments, type SegmentList } from './readSegments.ts';

const names = Object.keys(metrics) as MetricName[];
const metricOf = (name: MetricName): Metric => metrics[name] as Metric;
const optionsOf = (name: MetricName) => parameterOptions(metrics[name].optionPrefix, metrics[name].parameters);
/** Decimals that sacreBLEU prints. */
const usualWidth = 1;

/** `score`: a corpus score with the option names, the figures and the line of sacreBLEU. */
export const command: Command = {
  summary: 'Score translations by BLEU or chrF, as the program sacrebleu does',
  usage: '--reference FILE [FILE...] [--metric NAME] [--input HYPOTHESES | < HYPOTHESES]',
  options: {
    reference: { type: 'string', short: 'r', multiple: true, value: 'FILE', help: 'references, one a line; may be gz' },
    input: { type: 'string', short: 'i', value: 'FILE', help: 'hypotheses, one a line, instead of standard input' },
    metric: { type: 'string', short: 'm', value: 'NAME', help: `${names.join(' or ')} (default ${names[0]})` },
    width: { type: 'string', short: 'w', value: 'N', help: `decimals (default ${usualWidth}; with --json all)` },
    'score-only': { type: 'boolean', short: 'b', help: 'print the number alone' },
    json: { type: 'boolean', help: 'print metric, score, signature and details as JSON' },
    ...Object.assign({}, ...names.map(optionsOf)),
  },
  async run(input) {
    const name = choiceOf('metric', names, (input.options.metric as string | undefined) ?? names[0]!);
    const width = widthOf(input);
    const parameters = parametersOf(name, input);
    const { hypotheses, references } = await readTexts(input);
    const lists = references.map(({ lines }) => lines);
    const score = metricOf(name).score(hypotheses.lines, lists, parameters);
    input.stdout.write(`${input.options.json ? asJson(name, score, width) : asLine(score, width, input)}\n`);
    return exitCodes.done;
  },
};

function widthOf({ options }: CommandInput): number | undefined {
  if (options.width === undefined) return undefined;
  const width = Number(options.width);
  if (/^\d+$/.test(options.width as string) && width <= 20) return width;
  throw new UserError(`--width cannot be \`${options.width}\``, { fix: 'Give a whole number from 0 to 20.' });
}

function parametersOf(name: MetricName, { options, stderr }: CommandInput): Record<string, unknown> {
  refuseOthers(name, options);
  const metric = metricOf(name);
  const parameters = metric.parameters.parse(givenParameters(metric.optionPrefix, metric.parameters, options));
  const idle = metric.withoutEffect?.(parameters);
  if (idle) stderr.write(`--${optionName(metric.optionPrefix, idle.path)} has no effect: ${idle.reason}\n`);
  return parameters;
}

/** An option of one metric would silently do nothing for another. */
function refuseOthers(name: MetricName, options: CommandInput['options']): void {
  for (const other of names.filter((candidate) => candidate !== name)) {
    const option = Object.keys(optionsOf(other)).find((candidate) => options[candidate] !== undefined);
    if (option !== undefined) {
      throw new UserError(`--${option} is an option of ${other}, but the metric is ${name}`, {
        fix: `Leave it out, or give --metric ${other}. ${name} has: ${Object.keys(optionsOf(name))
          .map((own) => `--${own}`)
          .join(', ')}.`,
      });
    }
  }
}

async function readTexts({ options, positionals, stdin }: CommandInput) {
  const files = [...((options.reference as string[] | undefined) ?? []), ...positionals];
  if (files.length === 0) throw new UserError('score needs a reference', { fix: 'Give --reference FILE.' });
  const references = await Promise.all(files.map(readFileSegments));
  const hypotheses = await readHypotheses(options.input as string | undefined, stdin);
  if (hypotheses.lines.length === 0) throw new UserError(`${hypotheses.name} holds no hypotheses`, { fix: usageFix });
  for (const reference of references) requireEqual(hypotheses, reference);
  return { hypotheses, references };
}

const usageFix = 'Give one hypothesis a line, by --input FILE or on standard input.';

async function readHypotheses(file: string | undefined, stdin: NodeJS.ReadStream): Promise<SegmentList> {
  if (file !== undefined) return await readFileSegments(file);
  if (stdin.isTTY) throw new UserError('score needs hypotheses', { fix: usageFix });
  return await readStreamSegments(stdin);
}

function requireEqual(hypotheses: SegmentList, reference: SegmentList): void {
  const [lines, expected] = [hypotheses.lines.length, reference.lines.length];
  if (lines === expected) return;
  throw new UserError(`${hypotheses.name} has ${lines} lines, but ${reference.name} has ${expected}`, {
    fix: 'Hypotheses and references belong together line by line: give as many of the one as of the other.',
  });
}

function asJson(metric: MetricName, { name, score, signature, details }: Score, width: number | undefined): string {
  const shown = width === undefined ? score : Number(formatFixed(score, width));
  return JSON.stringify({ metric, name, score: shown, signature, details });
}

function asLine({ name, score, signature, summary }: Score, width = usualWidth, { options }: CommandInput): string {
  const shown = formatFixed(score, width);
  return options['score-only'] ? shown : `${name}|${signature} = ${shown}${summary && ` ${summary}`}`;
}
