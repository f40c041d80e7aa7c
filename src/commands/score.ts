import { bindToCorpus } from '../metrics/bindToCorpus.ts';
import type { Metric, References, Score } from '../metrics/metric.ts';
import { jarVariable, javaProgramOf } from '../metrics/programs/javaProgram.ts';
import { type ProgramMetricName, programMetrics } from '../metrics/programs/registry.ts';
import { formatFixed } from '../metrics/pythonText.ts';
import { type MetricName, metrics } from '../metrics/registry.ts';
import { exitCodes, UserError } from '../userError.ts';
import type { Command, CommandInput, CommandOption } from './command.ts';
import { choiceOf, givenParameters, optionName, parameterOptions } from './parameterOptions.ts';
import { outputOptions, readOutputs } from './readOutputs.ts';
import type { SegmentList } from './readSegments.ts';

type AnyName = MetricName | ProgramMetricName;

const names = Object.keys(metrics) as MetricName[];
const programNames = Object.keys(programMetrics) as ProgramMetricName[];
const allNames: AnyName[] = [...names, ...programNames];
const metricOf = (name: MetricName): Metric => metrics[name] as Metric;
const optionsOf = (name: AnyName): Record<string, CommandOption> =>
  isByProgram(name) ? jarOption(name) : parameterOptions(metrics[name].optionPrefix, metrics[name].parameters);

function isByProgram(name: AnyName): name is ProgramMetricName {
  return Object.hasOwn(programMetrics, name);
}

const jarOption = (name: ProgramMetricName): Record<string, CommandOption> => ({
  [`${name}-jar`]: {
    type: 'string',
    value: 'FILE',
    help: `the Java program of ${programMetrics[name].title} (otherwise that of ${jarVariable(name)})`,
  },
});

/** `score`: a corpus score with the figures of the metric's reference program, and sacreBLEU's option names and line. */
export const command: Command = {
  summary: 'Score outputs by a metric, with the figures of its reference program',
  usage: '--reference FILE [FILE...] [--metric NAME] [--input HYPOTHESES | < HYPOTHESES]',
  options: {
    ...outputOptions,
    metric: { type: 'string', short: 'm', value: 'NAME', help: `${allNames.join(', ')} (default ${names[0]})` },
    width: {
      type: 'string',
      short: 'w',
      value: 'N',
      help: 'decimals (default: as many as the reference program prints; with --json all)',
    },
    'score-only': { type: 'boolean', short: 'b', help: 'print the number alone' },
    json: { type: 'boolean', help: 'print metric, score, signature and details as JSON' },
    'empty-is-missing': { type: 'boolean', help: 'an empty line of a reference file: there is no such reference' },
    segments: { type: 'boolean', help: 'with --json: the score of each segment as well' },
    java: {
      type: 'string',
      value: 'PROGRAM',
      help: `runs ${programNames.join(' and ')} (otherwise SMOOTHING_LAB_JAVA, or java)`,
    },
    ...Object.assign({}, ...allNames.map(optionsOf)),
  },
  async run(input) {
    const name = choiceOf('metric', allNames, (input.options.metric as string | undefined) ?? names[0]!);
    const width = widthOf(input);
    if (input.options.segments && !input.options.json) throw new UserError('--segments needs --json');
    refuseOthers(name, input.options);
    const scoreAll = isByProgram(name) ? byProgram(name, input.options) : byMetric(name, input);
    const { hypotheses, references } = await readOutputs('score', input);
    const { segments, ...score } = await scoreAll(
      hypotheses.lines,
      input.options['empty-is-missing'] ? withoutEmpty(references) : references.map(({ lines }) => lines),
    );
    const shown = input.options.segments ? { ...score, segments } : score;
    const decimals = width ?? (isByProgram(name) ? programMetrics[name] : metricOf(name)).decimals;
    input.stdout.write(`${input.options.json ? asJson(name, shown, width) : asLine(score, decimals, input)}\n`);
    return exitCodes.done;
  },
};

/** Where segments have different numbers of references, files of equal length hold the others as empty lines. */
function withoutEmpty(references: readonly SegmentList[]): References {
  const lists = references.map(({ lines }) => lines.map((line) => (line === '' ? undefined : line)));
  const none = lists[0]?.findIndex((_, at) => lists.every((list) => list[at] === undefined)) ?? -1;
  if (none === -1) return lists;
  throw new UserError(`Line ${none + 1} is empty in every reference file`, {
    fix: 'With --empty-is-missing every line needs a reference in one of the files.',
  });
}

type ScoreAll = (
  hypotheses: readonly string[],
  references: References,
) => (Score & { segments: number[] }) | Promise<Score & { segments: number[] }>;

/** Parameters are looked at before any text is read. */
function byMetric(name: MetricName, input: CommandInput): ScoreAll {
  const metric = metricOf(name);
  const parameters = parametersOf(name, input);
  return (hypotheses, references) => {
    const score = metric.score(hypotheses, references, parameters);
    return { ...score, segments: input.options.segments ? segmentsOf(hypotheses, references) : [] };
  };

  function segmentsOf(hypotheses: readonly string[], references: References): number[] {
    const measure = bindToCorpus(metric, references, parameters);
    return hypotheses.map((hypothesis, at) => {
      const own = references.map((list) => list[at]).filter((text) => text !== undefined);
      return measure.score(hypothesis, own);
    });
  }
}

function byProgram(name: ProgramMetricName, options: CommandInput['options']): ScoreAll {
  const jars = Object.fromEntries(programNames.map((one) => [one, options[`${one}-jar`] as string | undefined]));
  const program = javaProgramOf(name, { java: options.java as string | undefined, jars });
  return (hypotheses, references) => programMetrics[name].score(hypotheses, references, program);
}

function widthOf({ options }: CommandInput): number | undefined {
  if (options.width === undefined) return undefined;
  const width = Number(options.width);
  if (/^\d+$/.test(options.width as string) && width <= 20) return width;
  throw new UserError(`--width cannot be \`${options.width}\``, { fix: 'Give a whole number from 0 to 20.' });
}

function parametersOf(name: MetricName, { options, stderr }: CommandInput): Record<string, unknown> {
  const metric = metricOf(name);
  const parameters = metric.parameters.parse(givenParameters(metric.optionPrefix, metric.parameters, options));
  const idle = metric.withoutEffect?.(parameters);
  if (idle) stderr.write(`--${optionName(metric.optionPrefix, idle.path)} has no effect: ${idle.reason}\n`);
  return parameters;
}

/** An option of one metric would silently do nothing for another. */
function refuseOthers(name: AnyName, options: CommandInput['options']): void {
  const own = Object.keys(optionsOf(name));
  for (const other of allNames) {
    const option = Object.keys(optionsOf(other)).find((one) => !own.includes(one) && options[one] !== undefined);
    if (option !== undefined) {
      const has = own.length > 0 ? ` ${name} has: ${own.map((one) => `--${one}`).join(', ')}.` : '';
      throw new UserError(`--${option} is an option of ${other}, but the metric is ${name}`, {
        fix: `Leave it out, or give --metric ${other}.${has}`,
      });
    }
  }
}

function asJson(metric: AnyName, { summary: _, ...score }: Score, width: number | undefined): string {
  const shown = width === undefined ? score.score : Number(formatFixed(score.score, width));
  return JSON.stringify({ metric, ...score, score: shown });
}

function asLine({ name, score, signature, summary }: Score, width: number, { options }: CommandInput): string {
  const shown = formatFixed(score, width);
  return options['score-only'] ? shown : `${name}|${signature} = ${shown}${summary && ` ${summary}`}`;
}
