import type { Metric, Score } from '../metrics/metric.ts';
import { formatFixed } from '../metrics/pythonText.ts';
import { type MetricName, metrics } from '../metrics/registry.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command, CommandInput } from './command.ts';
import { choiceOf, givenParameters, optionName, parameterOptions } from './parameterOptions.ts';
import { outputOptions, readOutputs } from './readOutputs.ts';

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
    ...outputOptions,
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
    const { hypotheses, references } = await readOutputs('score', input);
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

function asJson(metric: MetricName, { name, score, signature, details }: Score, width: number | undefined): string {
  const shown = width === undefined ? score : Number(formatFixed(score, width));
  return JSON.stringify({ metric, name, score: shown, signature, details });
}

function asLine({ name, score, signature, summary }: Score, width = usualWidth, { options }: CommandInput): string {
  const shown = formatFixed(score, width);
  return options['score-only'] ? shown : `${name}|${signature} = ${shown}${summary && ` ${summary}`}`;
}
