import { dirname, resolve } from 'node:path';
import { createEngine } from '../engine/createEngine.ts';
import { silentProgress } from '../engine/install/progress.ts';
import { axes } from '../experiment/axes.ts';
import { type PlannedRun, planRuns } from '../experiment/planRuns.ts';
import { defaultRunsFolder } from '../runs/findRuns.ts';
import { prepareRun } from '../tasks/prepareRun.ts';
import { runtimeOf } from '../tasks/runtimes.ts';
import { dataProgressLines } from '../terminal/dataProgress.ts';
import { formatDescription } from '../terminal/descriptionText.ts';
import { printable } from '../terminal/textWidth.ts';
import { describeTraining } from '../training/description.ts';
import { foldersOf } from '../training/otherRuns.ts';
import { exitCodes } from '../userError.ts';
import { checkedExperiment, experimentFileOf } from './checkedExperiment.ts';
import type { Command } from './command.ts';

/** `describe FILE`: the parameters of a variant's model by layer, and what a step of its training takes. */
export const command: Command = {
  summary: "Show a model's parameters by layer, and what a step of its training takes",
  usage: 'FILE [--variant V] [--json]',
  options: {
    variant: { type: 'string', value: 'NAME', help: 'the variant; the first of the file when absent' },
    runs: { type: 'string', value: 'DIR', help: 'folder of the runs; otherwise `runs` beside the experiment file' },
    json: { type: 'boolean', help: 'print everything as JSON' },
  },
  async run(input) {
    const { options, positionals, stdout, stderr } = input;
    const file = experimentFileOf('describe', positionals);
    const { spec } = checkedExperiment(file, input, 'nothing was described');
    const wanted = (options.variant as string | undefined) ?? (Object.keys(spec.variants)[0] as string);
    const planned = planRuns(spec, { variants: [wanted], seeds: spec.training.seeds.slice(0, 1), dataFingerprint: '' });
    const run = planned.find(({ variant, grid }) => variant === wanted || grid?.variant === wanted) as PlannedRun;
    const folder = dirname(resolve(file));
    const loaded = await runtimeOf(spec.task).load(spec.data, { folder, progress: dataProgressLines(stderr) });
    // Every op is counted in its portable form, which needs no engine to be installed.
    const { engine } = await createEngine({ engine: 'wasm', install: false, progress: silentProgress });
    const runsFolder = resolve((options.runs as string | undefined) ?? defaultRunsFolder(file));
    const { settings, notes } = await withTeacher({ ...run, file: resolve(file) }, runsFolder);
    const { task, training } = await prepareRun({ ...run, settings, folder }, loaded, engine);
    const description = describeTraining(engine, task, training);
    const { kind } = spec.model;
    for (const note of notes) stderr.write(`${note}\n`);
    const { experiment } = spec;
    stdout.write(
      options.json
        ? `${JSON.stringify({ experiment, variant: run.variant, model: kind, notes, ...description }, null, 2)}\n`
        : formatDescription(`${printable(experiment)}, ${printable(run.variant)}: ${kind}`, description),
    );
    return exitCodes.done;
  },
};

/** The settings with the teacher's folder; without a teacher where it is yet to be trained. */
async function withTeacher(run: PlannedRun & { file: string }, runsFolder: string) {
  const { training, ...rest } = run.settings;
  const { start: _start, ...own } = training; // what it starts from changes no shape
  const settings = { ...rest, training: own } as PlannedRun['settings'];
  const found = await foldersOf({ ...run, settings }, runsFolder);
  if (!('waits' in found)) return { settings: found.settings, notes: [] };
  const [kind] = Object.keys(axes.targets.methods);
  const objective = { ...settings.objective, targets: { kind } } as typeof settings.objective;
  return {
    settings: { ...settings, objective } as PlannedRun['settings'],
    notes: ['The teacher is not trained yet: what it takes of a step is not counted.'],
  };
}
