import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createEngine } from '../engine/createEngine.ts';
import { type PlannedRun, planRuns, type RunSettings } from '../experiment/planRuns.ts';
import { referencesOf, referredId } from '../experiment/runReferences.ts';
import { compareRuns } from '../runs/compareRuns.ts';
import { type Manifest, runFiles } from '../runs/events.ts';
import { defaultRunsFolder } from '../runs/findRuns.ts';
import { measureRun } from '../runs/measureRun.ts';
import { readRunFolder } from '../runs/readRun.ts';
import { readRunJson } from '../runs/readRunJson.ts';
import { formatComparison } from '../terminal/comparisonTable.ts';
import { dataProgressLines } from '../terminal/dataProgress.ts';
import { RunDisplay } from '../terminal/runDisplay.ts';
import { printable } from '../terminal/textWidth.ts';
import { findExisting, fingerprintOf, type Job, type SweepResult, sweep } from '../training/sweep.ts';
import { type ExitCode, exitCodes, UserError } from '../userError.ts';
import { checkedExperiment } from './checkedExperiment.ts';
import type { Command, CommandInput } from './command.ts';
import { engineOptions, readEngineOptions } from './engineOptions.ts';
import { readSeed } from './readSeed.ts';
import { onStopSignal } from './stopSignal.ts';

/** `run FILE`: trains the variants of an experiment and compares them. */
export const command: Command = {
  summary: 'Train the variants of an experiment file, and compare them',
  usage: 'FILE',
  options: {
    variant: { type: 'string', multiple: true, value: 'NAME', help: 'only this variant; may be given again' },
    seed: {
      type: 'string',
      multiple: true,
      value: 'N',
      help: 'this seed instead of those in the file; may be given again',
    },
    runs: { type: 'string', value: 'DIR', help: 'folder of the runs; otherwise `runs` beside the experiment file' },
    resume: { type: 'string', value: 'RUN', help: 'go on with this run folder, as it was started; no FILE then' },
    again: {
      type: 'string',
      value: 'RUN',
      help: 'train anew what this run folder holds, with its settings and seed, into a folder of its own; no FILE then',
    },
    ...engineOptions,
    deterministic: { type: 'boolean', help: 'on a GPU: only ops that give the same bits each time (slower)' },
    json: { type: 'boolean', help: 'print events and the comparison as lines of JSON' },
  },
  async run(input) {
    const { runsFolder, jobs } = await wantedJobs(input);
    const todo = jobs.filter((job) => isToDo(job, input));
    const stop = onStopSignal((text) => input.stderr.write(`${text}\n`));
    const results = todo.length > 0 ? await trainAll(todo, runsFolder, stop.requested, input) : [];
    for (const { folder, reason } of results) if (folder === '') input.stderr.write(`Not trained: ${reason}\n`);
    const finished = jobs.flatMap(({ existing }) => (existing ? [existing.folder] : []));
    const folders = new Set([...finished, ...results.map(({ folder }) => folder)]);
    await tellComparison(
      [...folders].filter((folder) => folder !== '' && existsSync(join(folder, runFiles.manifest))),
      jobs,
      input,
    );
    const left = jobs.some(({ existing }) => existing?.status === 'running');
    return left ? exitCodes.runFailed : exitCodeOf(results, stop.requested());
  },
};

async function wantedJobs(input: CommandInput): Promise<{ runsFolder: string; jobs: Job[] }> {
  const { options, positionals } = input;
  const { resume, again, runs } = options as Record<string, string | undefined>;
  const [file, ...others] = positionals;
  const given = [file, resume, again].filter((each) => each !== undefined).length;
  if (given !== 1 || others.length > 0) {
    throw new UserError('run takes one experiment file, or `--resume RUN`, or `--again RUN`', {
      fix: 'Give the path of a *.experiment.yaml file.',
    });
  }
  if (resume !== undefined) return await resumedJob(resolve(resume));
  if (again !== undefined) return await repeatedJob(resolve(again), runs);
  return await plannedJobs(file as string, input);
}

async function plannedJobs(
  file: string,
  { options, stderr }: CommandInput,
): Promise<{ runsFolder: string; jobs: Job[] }> {
  const { spec, text } = checkedExperiment(file, { stderr }, 'nothing was run');
  const fingerprint = await fingerprintOf(spec, file);
  const seeds = (options.seed as string[] | undefined)?.map(readSeed);
  const planned = planRuns(spec, {
    variants: options.variant as string[] | undefined,
    seeds,
    dataFingerprint: fingerprint,
    identityOf: (folder) => (readRunJson(resolve(dirname(file), folder), runFiles.manifest) as Manifest).id,
  });
  for (const run of planned) requireNamedRuns(run, dirname(file));
  const runsFolder = resolve((options.runs as string | undefined) ?? defaultRunsFolder(file));
  const job = (run: PlannedRun): Job => ({ ...run, experiment: spec.experiment, file: resolve(file), text });
  return { runsFolder, jobs: await findExisting(planned.map(job), runsFolder) };
}

/** Throws a UserError, before anything is trained, where a teacher or a start is neither a variant nor a run folder. */
function requireNamedRuns({ variant, settings }: PlannedRun, folder: string): void {
  for (const reference of referencesOf(settings)) {
    const run = resolve(folder, reference);
    if (referredId(reference) !== undefined || existsSync(join(run, runFiles.manifest))) continue;
    throw new UserError(`\`${printable(variant)}\` needs another run, and ${printable(run)} is no run folder`, {
      fix: 'Name a variant of this file, or a folder that smoothing-lab run made; `smoothing-lab check` says where it stands.',
    });
  }
}

async function resumedJob(folder: string): Promise<{ runsFolder: string; jobs: Job[] }> {
  return { runsFolder: resolve(folder, '..'), jobs: [await storedJob(folder)] };
}

/** Unless another folder is given, the new run stands beside the old one: `RUNS/EXPERIMENT/RUN`. */
async function repeatedJob(folder: string, runs?: string): Promise<{ runsFolder: string; jobs: Job[] }> {
  const { existing: _, ...job } = await storedJob(folder);
  return { runsFolder: runs === undefined ? resolve(folder, '../..') : resolve(runs), jobs: [{ ...job, again: true }] };
}

/** The run that a folder holds, with the settings it was started with, whatever its file says now. */
async function storedJob(folder: string): Promise<Job> {
  const { manifest, state } = await readRunFolder(folder);
  const settings = manifest.settings as unknown as RunSettings;
  const { id, experiment, variant, grid, seed, file, text } = manifest;
  if ((await fingerprintOf(settings, file)) !== manifest.data) {
    throw new UserError(`the data of ${folder} has changed since it was started`, {
      fix: 'Put the old files back, or run the experiment file anew.',
    });
  }
  const existing = { folder, status: state.status };
  return { id, experiment, variant, ...(grid && { grid }), seed, file, text, settings, existing };
}

/** Nothing is trained twice: what is done is shown, what is being trained elsewhere is left to it. */
function isToDo({ variant, seed, existing }: Job, { options, stderr }: CommandInput): boolean {
  const name = `${printable(variant)} seed ${seed}`;
  const note = options.engine ? '; --engine changes nothing of it, --again trains it anew' : '';
  if (existing?.status === 'done') stderr.write(`${name}: trained already (${existing.folder})${note}\n`);
  if (existing?.status === 'running') stderr.write(`${name}: is being trained by another process\n`);
  return existing === undefined || (existing.status !== 'done' && existing.status !== 'running');
}

async function trainAll(
  jobs: Job[],
  runsFolder: string,
  stopRequested: () => boolean,
  input: CommandInput,
): Promise<SweepResult[]> {
  const { options, stdout, stderr } = input;
  const deterministic = options.deterministic === true;
  const engine = await createEngine({ ...readEngineOptions(input), deterministic });
  const { name, device, threads } = engine.engine;
  stderr.write(`Engine: ${name} on ${device.kind} (${device.name}), ${threads} thread${threads === 1 ? '' : 's'}\n`);
  let count = 0;
  return await sweep(jobs, {
    ...{ runsFolder, engine, stopRequested },
    // On a CPU every op adds in one order; a GPU's default ops do not.
    deterministic: device.kind === 'cpu' || deterministic,
    dataProgress: dataProgressLines(stderr),
    begin: (job, folder, totalSteps) => {
      count += 1;
      const place = jobs.length > 1 ? ` (${count}/${jobs.length})` : '';
      if (options.json) return jsonListener(folder, stdout);
      const { task } = job.settings;
      return new RunDisplay(stderr, { label: `${job.variant} seed ${job.seed}${place}`, task, totalSteps });
    },
  });
}

const jsonListener = (run: string, stdout: NodeJS.WriteStream) => ({
  event: (event: object) => void stdout.write(`${JSON.stringify({ run, ...event })}\n`),
  row: () => undefined,
});

async function tellComparison(folders: string[], jobs: Job[], { options, stdout }: CommandInput): Promise<void> {
  if (folders.length === 0) return;
  const measured = await Promise.all(folders.map(measureRun));
  const comparisons = compareRuns(measured.map((run) => ({ ...run, manifest: asNamed(run.manifest, jobs) })));
  if (options.json) stdout.write(`${JSON.stringify({ comparisons })}\n`);
  else stdout.write(`\n${comparisons.map(formatComparison).join('\n')}\nRuns: ${folders.join('\n      ')}\n`);
}

/** A run that was trained before may have another name by now, or have become a member of a grid. */
function asNamed(manifest: Manifest, jobs: readonly Job[]): Manifest {
  const job = jobs.find(({ id }) => id === manifest.id);
  if (job === undefined) return manifest;
  const { grid: _, ...rest } = manifest;
  return { ...rest, variant: job.variant, ...(job.grid && { grid: job.grid }) };
}

function exitCodeOf(results: SweepResult[], stopped: boolean): ExitCode {
  if (results.some(({ state }) => state === 'failed' || state === 'elsewhere')) return exitCodes.runFailed;
  return stopped || results.some(({ state }) => state === 'stopped') ? exitCodes.stopped : exitCodes.done;
}
