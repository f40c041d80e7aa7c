import { bindToCorpus } from '../metrics/bindToCorpus.ts';
import type { Metric } from '../metrics/metric.ts';
import { referenceLists } from '../metrics/referenceLists.ts';
import { metrics } from '../metrics/registry.ts';
import { packStatistics, type SystemStatistics } from '../metrics/resampling.ts';
import { testAgainstBase } from '../metrics/significance.ts';
import { UserError } from '../userError.ts';
import type { SignificanceOutcome, SignificanceRequest } from './compareToBase.ts';
import type { Manifest } from './events.ts';
import { type RunData, readRunFolder } from './readRun.ts';
import { isSameText, readTestHypotheses, referencesOf, type TestHypothesis } from './readTestHypotheses.ts';

interface ReadRow {
  label: string;
  runs: { data: RunData; hypotheses: TestHypothesis[] }[];
}

/** A row of which every run was tested in full on the same text, by the metric with the same parameters. */
interface TestedRow {
  label: string;
  system: Map<number, SystemStatistics>;
}

/** What is the same for all rows of a test. */
interface Terms {
  metric: Metric;
  name: string;
  parameters: Record<string, unknown>;
  text: readonly TestHypothesis[];
}

/** The work of compareToBase.ts, which takes seconds: reads the runs and tests the rows. */
export async function testRows({ base, rows, metric: name }: SignificanceRequest): Promise<SignificanceOutcome> {
  const metric: Metric | undefined = Object.hasOwn(metrics, name) ? metrics[name as keyof typeof metrics] : undefined;
  if (!metric) return { rows: [], reason: `there is no test for ${name}: it is no metric over sentences` };
  const read = await Promise.all(rows.map(readRow));
  const [first] = read.find(({ label }) => label === base)?.runs ?? [];
  if (!first) return { rows: [], reason: `${base} has not been tested on a test text` };
  const terms = { metric, name, parameters: parametersOf(first.data.manifest, metric, name), text: first.hypotheses };
  const missing: string[] = [];
  const tested = read.flatMap((row) => attempt(() => toTested(row, terms), missing));
  const ofBase = tested.find(({ label }) => label === base);
  if (!ofBase) return { rows: [], reason: missing.join('; ') };
  const others = tested.filter((row) => row !== ofBase && sharesSeeds(row, ofBase, missing));
  const scoreOf = (sums: Float64Array) => metric.scoreOf(sums, terms.parameters);
  const results = testAgainstBase(
    ofBase.system,
    others.map(({ system }) => system),
    scoreOf,
  );
  return {
    rows: results.map((result, index) => ({
      label: others[index]?.label ?? '',
      ...result,
      sentences: terms.text.length,
    })),
    ...(missing.length > 0 && { reason: missing.join('; ') }),
  };
}

/** The runs of a row that were tested. */
async function readRow({ label, runs }: SignificanceRequest['rows'][number]): Promise<ReadRow> {
  const read = await Promise.all(
    runs.map(async (folder) => ({
      data: await readRunFolder(folder),
      hypotheses: await readTestHypotheses(folder),
    })),
  );
  return { label, runs: read.filter(({ data, hypotheses }) => data.state.tested && hypotheses.length > 0) };
}

/** What an action gives, or nothing and the reason on a list. */
function attempt<T>(action: () => T, reasons: string[]): T[] {
  try {
    return [action()];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    reasons.push(error.message);
    return [];
  }
}

function toTested({ label, runs }: ReadRow, terms: Terms): TestedRow {
  if (runs.length === 0) throw new UserError(`${label} has not been tested on a test text`);
  return { label, system: new Map(runs.map((run) => [run.data.manifest.seed, statisticsOf(label, run, terms)])) };
}

/** Throws a UserError where the run's hypotheses cannot be compared with those of the base. */
function statisticsOf(label: string, { data, hypotheses }: ReadRow['runs'][number], terms: Terms): SystemStatistics {
  const { metric, name, parameters, text } = terms;
  const who = `${label} seed ${data.manifest.seed}`;
  if (!isSameText(hypotheses, text)) throw new UserError(`${who} was tested on another text`);
  if (JSON.stringify(parametersOf(data.manifest, metric, name)) !== JSON.stringify(parameters)) {
    throw new UserError(`${who} was scored by ${name} with other parameters`);
  }
  const references = referenceLists(hypotheses.map(referencesOf));
  const measure = bindToCorpus(metric, references, parameters);
  const statistics = packStatistics(
    hypotheses.map((sentence) => measure.statistics(sentence.text, referencesOf(sentence))),
  );
  const told = data.state.tested?.scores[name];
  const texts = hypotheses.map((sentence) => sentence.text);
  const { score } = metric.score(texts, references, parameters);
  if (told !== undefined && Math.abs(told - score) > 1e-6) {
    throw new UserError(`${who} does not hold all of its test text: it was made by an earlier version`);
  }
  return statistics;
}

/** Those that the run was scored with, or the defaults. */
function parametersOf({ settings }: Manifest, metric: Metric, name: string): Record<string, unknown> {
  const chosen = (Array.isArray(settings.metrics) ? settings.metrics : []) as unknown[];
  const own = chosen.find((entry) => (entry as { kind?: unknown } | null)?.kind === name) ?? {};
  const { kind: _kind, ...parameters } = own as Record<string, unknown>;
  const parsed = metric.parameters.safeParse(parameters);
  return parsed.success ? parsed.data : metric.parameters.parse({});
}

function sharesSeeds(row: TestedRow, base: TestedRow, reasons: string[]): boolean {
  const shares = [...row.system.keys()].some((seed) => base.system.has(seed));
  if (!shares) reasons.push(`${row.label} has no tested seed in common with ${base.label}`);
  return shares;
}
