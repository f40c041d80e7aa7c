import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { version } from '../../package.json';
import type { DataProgress } from '../data/dataProgress.ts';
import type { LoadedEngine } from '../engine/createEngine.ts';
import type { Program } from '../engine/program.ts';
import { canonicalJson } from '../experiment/canonicalJson.ts';
import { checkPlan } from '../experiment/checkPlan.ts';
import { ineffectiveChoices } from '../experiment/ineffectiveChoices.ts';
import { plannedSteps } from '../experiment/plannedSteps.ts';
import type { PlannedRun, RunSettings } from '../experiment/planRuns.ts';
import { withReferences } from '../experiment/runReferences.ts';
import { withLock } from '../lock.ts';
import { type Manifest, runFormat } from '../runs/events.ts';
import { findRunById, runsById } from '../runs/findRuns.ts';
import { startHeartbeat } from '../runs/heartbeat.ts';
import { readRunFolder } from '../runs/readRun.ts';
import { createRunFolder, reopenRun } from '../runs/runFolder.ts';
import type { RunStatus } from '../runs/runState.ts';
import type { RunWriter } from '../runs/runWriter.ts';
import { explainWriteError } from '../runs/writeError.ts';
import { prepareRun } from '../tasks/prepareRun.ts';
import { runtimeOf } from '../tasks/runtimes.ts';
import { startingPoint } from '../tasks/startingPoint.ts';
import type { LoadedTask } from '../tasks/taskRuntime.ts';
import { checkpointStep } from './checkpoint.ts';
import { gitCommit } from './gitCommit.ts';
import { foldersOf } from './otherRuns.ts';
import { performRun, type RunListener, type Warning } from './performRun.ts';

/** One run that is wanted, and what there is of it already. */
export interface Job extends PlannedRun {
  experiment: string;
  /** Absolute path of the experiment file and its exact text. */
  file: string;
  text: string;
  existing?: { folder: string; status: RunStatus };
  /** Whether it is trained into a folder of its own, whatever there is of it. */
  again?: boolean;
}

export interface SweepOptions {
  runsFolder: string;
  engine: LoadedEngine;
  /** Whether a resumed run ends with the very same bits on this engine. */
  deterministic: boolean;
  dataProgress: DataProgress;
  stopRequested(): boolean;
  /** Told when a run begins; answers who is told what it does. */
  begin(job: Job, folder: string, totalSteps: number): RunListener;
}

export interface SweepResult {
  /** Empty where there is none: what it needs of other runs is not there. */
  folder: string;
  /** `elsewhere`: another process has come first, and trains it. */
  state: 'done' | 'stopped' | 'failed' | 'elsewhere';
  reason: string;
}

/** Looks for the runs in the folder of runs. */
export async function findExisting(jobs: Job[], runsFolder: string): Promise<Job[]> {
  const folders = await runsById(runsFolder);
  return await Promise.all(
    jobs.map(async (job) => {
      const folder = folders.get(job.id);
      return folder === undefined ? job : { ...job, existing: await readRun(folder) };
    }),
  );
}

async function existingRun({ id, existing, again }: Job, runsFolder: string): Promise<Job['existing']> {
  if (again) return undefined;
  const folder = existing?.folder ?? (await findRunById(runsFolder, id));
  return folder === undefined ? undefined : await readRun(folder);
}

const readRun = async (folder: string): Promise<NonNullable<Job['existing']>> => ({
  folder,
  status: (await readRunFolder(folder)).state.status,
});

/** The data's identity, for planning: SHA-256 over the files that the settings name. */
export const fingerprintOf = async (settings: Pick<RunSettings, 'task' | 'data'>, file: string): Promise<string> =>
  await runtimeOf(settings.task).fingerprint(settings.data, { folder: dirname(resolve(file)) });

/** Trains the runs one after another, going on where one was broken off. Ends early when it is asked to stop. */
export async function sweep(jobs: Job[], options: SweepOptions): Promise<SweepResult[]> {
  const [first] = jobs;
  if (!first) return [];
  const folder = dirname(first.file);
  // All runs of one file are about the same data.
  const { task, data } = first.settings;
  const loaded = await runtimeOf(task).load(data, { folder, progress: options.dataProgress });
  const trainer = new SweepTrainer(loaded, options);
  const results: SweepResult[] = [];
  try {
    for (const job of jobs) {
      if (options.stopRequested()) break;
      results.push(await trainer.train(job));
    }
  } finally {
    trainer.close();
  }
  return results;
}

/** A run that is this process's to train, or what another process has made of it. */
type Claim =
  | { taken: SweepResult }
  | { taken?: undefined; writer: RunWriter; heartbeat: { stop(): Promise<void> }; resumes: boolean };

class SweepTrainer {
  readonly #loaded: LoadedTask;
  readonly #options: SweepOptions;
  #compiled?: { settings: string; program: Program };

  constructor(loaded: LoadedTask, options: SweepOptions) {
    this.#loaded = loaded;
    this.#options = options;
  }

  async train(job: Job): Promise<SweepResult> {
    const { engine, stopRequested, begin } = this.#options;
    const others = await foldersOf(job, this.#options.runsFolder);
    if ('waits' in others) return { folder: '', state: 'failed', reason: others.waits };
    const { settings } = others;
    const plan = { ...job, settings, folder: dirname(job.file) };
    const { task, training } = await prepareRun(plan, this.#loaded, engine.engine);
    const program = this.#programFor(job);
    const claim = await this.#claim(job, program.compiled).catch((error: unknown) => {
      throw explainWriteError(error, this.#options.runsFolder);
    });
    if (claim.taken) return claim.taken;
    const { writer, heartbeat, resumes } = claim;
    const listener = begin(job, writer.folder, training.totalSteps);
    const { start } = settings.training;
    const ended = await performRun({
      ...(start && { start: () => startingPoint({ start, task, taskName: settings.task, loaded: this.#loaded }) }),
      ...{ program, task, settings: training, writer, heartbeat, resumes, listener, stopRequested },
      warnings: [...dataWarnings(this.#loaded), ...planWarnings(job, task.batchesPerEpoch, this.#loaded)],
    });
    return { folder: writer.folder, state: ended.state, reason: ended.reason };
  }

  close(): void {
    this.#compiled?.program.dispose();
  }

  /** Takes the run for this process, which its heartbeat shows; one of several that want it at once gets it. */
  async #claim(job: Job, compiled: boolean): Promise<Claim> {
    const { runsFolder } = this.#options;
    const lock = join(runsFolder, `.${job.id}.lock`);
    return await withLock(
      lock,
      () => undefined,
      async () => {
        const found = await existingRun(job, runsFolder);
        if (found?.status === 'done')
          return { taken: { folder: found.folder, state: 'done', reason: 'trained already' } };
        if (found?.status === 'running') {
          return { taken: { folder: found.folder, state: 'elsewhere', reason: 'another process trains it' } };
        }
        const writer = found
          ? reopenRun(found.folder)
          : createRunFolder(runsFolder, manifestOf(job, this.#loaded, compiled, this.#options));
        for (const [name, text] of Object.entries(this.#loaded.files)) writeFileSync(join(writer.folder, name), text);
        const resumes = (await checkpointStep(writer.folder, 'last')) !== undefined;
        return { writer, resumes, heartbeat: startHeartbeat(writer.folder) };
      },
    );
  }

  /** Runs that differ in their seed alone, and in those of other runs, share what was compiled: nothing of them is in it. */
  #programFor({ settings }: Job): Program {
    const key = canonicalJson(withReferences(settings, () => ''));
    if (this.#compiled?.settings !== key) {
      this.close();
      this.#compiled = { settings: key, program: this.#options.engine.createProgram() };
    }
    return this.#compiled.program;
  }
}

const dataWarnings = ({ warnings }: LoadedTask): Warning[] => warnings.map((message) => ({ code: 'data', message }));

/** What the plan turns out to be once the data is known. */
function planWarnings({ settings, grid }: Job, batchesPerEpoch: number, { classes }: LoadedTask): Warning[] {
  const { evaluate } = settings.training;
  const { stepsPerEpoch, totalSteps } = plannedSteps(settings.training, batchesPerEpoch);
  const every = evaluate.every === 'epoch' ? stepsPerEpoch : evaluate.every.steps;
  const spec = { training: { ...settings.training, seeds: [] } };
  const facts = { classes, totalSteps, stepsPerEpoch, epochs: totalSteps / stepsPerEpoch };
  const varied = Object.keys(grid?.settings ?? {});
  const ineffective = ineffectiveChoices(settings.objective, facts, varied).map(({ path, reason }) => ({
    code: 'without-effect',
    message: `${path.join('.')}: ${reason}`,
  }));
  const outside = checkPlan(spec, { totalSteps, stepsPerEpoch, evaluations: Math.ceil(totalSteps / every) });
  return [...ineffective, ...outside];
}

function manifestOf(job: Job, loaded: LoadedTask, compiled: boolean, options: SweepOptions): Manifest {
  const { engine } = options.engine;
  const { id, experiment, variant, grid, seed, file, text, settings } = job;
  return {
    format: runFormat,
    ...{ id, experiment, variant, ...(grid && { grid }), seed, file, text },
    createdAt: new Date().toISOString(),
    settings: settings as unknown as Manifest['settings'],
    data: loaded.fingerprint,
    versions: { 'smoothing-lab': version, ...engine.versions },
    engine: engine.name,
    device: engine.device,
    threads: engine.threads,
    compiled,
    deterministic: options.deterministic,
    host: hostname(),
    gitCommit: gitCommit(dirname(file)),
  };
}
