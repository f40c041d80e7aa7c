import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { RunEvent, SeriesRow } from '../runs/events.ts';
import { runFiles } from '../runs/events.ts';
import type { NewRunEvent, RunWriter } from '../runs/runWriter.ts';
import { UserError } from '../userError.ts';
import { loadCheckpoint, type TrainerState as StoredState, saveCheckpoint } from './checkpoint.ts';
import { type SavedVariables, type TrainerState, type TrainingInput, type TrainingOutput, train } from './train.ts';

/** Who is told what a run does, besides its folder. */
export interface RunListener {
  event(event: RunEvent): void;
  row(step: number, row: SeriesRow): void;
}

/** What a person should know before the run is trained. */
export interface Warning {
  code: string;
  message: string;
}

export interface RunRequest extends Pick<TrainingInput, 'program' | 'task' | 'settings'> {
  writer: RunWriter;
  /** Shows that this process trains the run; ended with it. */
  heartbeat: { stop(): Promise<void> };
  /** Whether to go on from the last checkpoint, where there is one. */
  resumes: boolean;
  listener: RunListener;
  /** Reads what training begins with, where that is another run. */
  start?(): Promise<TrainingInput['start']>;
  /** Told at the start of a run that does not go on from a checkpoint. */
  warnings: Warning[];
  /** Asked at every step, beside the folder's stop file. */
  stopRequested(): boolean;
}

/** Trains one run into its folder. Answers with the event that ended it; throws only where not even that can be written. */
export async function performRun(request: RunRequest): Promise<RunEvent & { kind: 'ended' }> {
  const { writer, heartbeat, listener, resumes, stopRequested, warnings } = request;
  const recorder = new Recorder(writer, listener);
  try {
    const resume = resumes ? await readLast(writer.folder) : undefined;
    const loadBest = async () => (await loadCheckpoint(writer.folder, 'best')).tensors as SavedVariables;
    const stops = () => stopRequested() || writer.stopRequested();
    const start = resume ? undefined : await request.start?.();
    for await (const output of train({ ...request, resume, start, loadBest, stopRequested: stops })) {
      await recorder.store(output);
      const isStart = output.kind === 'event' && output.event.kind === 'started';
      if (isStart) for (const warning of warnings) recorder.tell({ kind: 'warning', step: 0, ...warning });
    }
  } catch (error) {
    logError(writer.folder, error);
    recorder.tell({ kind: 'ended', step: recorder.step, state: 'failed', seconds: 0, ...describe(error) });
  } finally {
    await heartbeat.stop();
    writer.close();
  }
  return recorder.ended as RunEvent & { kind: 'ended' };
}

/** Stores what training tells, in order, and passes it on. */
class Recorder {
  step = 0;
  ended?: RunEvent;

  constructor(
    private readonly writer: RunWriter,
    private readonly listener: RunListener,
  ) {}

  async store(output: TrainingOutput): Promise<void> {
    switch (output.kind) {
      case 'event':
        return this.tell(output.event);
      case 'row':
        this.step = output.step;
        this.writer.row(output.step, output.row);
        this.listener.row(output.step, output.row);
        // Batches come as messages, of which Node hands over a thousand before it looks at a signal or a timer.
        return await turnOfTheLoop();
      case 'analyses':
        return this.writer.analyses(output.record);
      case 'sample':
        return this.writer.sample(output.sample);
      case 'save': {
        requireFolder(this.writer.folder);
        const state = { ...output.state } as StoredState;
        return await saveCheckpoint(this.writer.folder, output.name, { tensors: output.variables, state });
      }
    }
  }

  tell(event: NewRunEvent): void {
    const told = this.writer.event(event);
    if (told.kind === 'ended') this.ended = told;
    this.listener.event(told);
  }
}

/** Open files can still be written to when their folder has been removed: nothing of it would be kept. */
function requireFolder(folder: string): void {
  if (existsSync(join(folder, runFiles.manifest))) return;
  throw new UserError(`the run folder ${folder} was removed while it was trained`, { fix: 'Run the experiment anew.' });
}

async function readLast(folder: string): Promise<TrainingInput['resume']> {
  const { tensors, state } = await loadCheckpoint(folder, 'last');
  return { state: state as unknown as TrainerState, variables: tensors as SavedVariables };
}

/** What the `ended` event says of an error: the disk's and the engine's are told as they are. */
function describe(error: unknown): { code: string; reason: string } {
  const code = (error as { code?: string }).code ?? (error instanceof UserError ? 'refused' : 'error');
  if (error instanceof UserError) return { code, reason: error.describe().split(/\n\s*/).join('. ') };
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return { code: String(code), reason: line };
}

function logError(folder: string, error: unknown): void {
  try {
    const trace = error instanceof Error ? `${error.stack}\n${error.cause ?? ''}` : String(error);
    appendFileSync(join(folder, runFiles.log), `${new Date().toISOString()} ${trace}\n`);
  } catch {
    // The disk that refuses the log has refused something before: that is what the run's end tells.
  }
}
