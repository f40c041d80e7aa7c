// One of our contestants in a benchmark: a process that runs training steps when it is told to (protocol.ts).
import { createInterface } from 'node:readline';
import { createEngine, type LoadedEngine } from '../engine/createEngine.ts';
import { silentProgress } from '../engine/install/progress.ts';
import type { Program } from '../engine/program.ts';
import { UserError } from '../userError.ts';
import { describeProducts, observeProducts } from './products.ts';
import { productsOf, productsStep } from './productsStep.ts';
import type { Answer, ContestantSetup, Ready, Request } from './protocol.ts';
import { workloads } from './registry.ts';
import { trainingStep } from './trainingStep.ts';
import type { Step } from './workload.ts';

const bytesInMiB = 2 ** 20;

function load({ form, threads, device }: ContestantSetup): Promise<LoadedEngine> {
  return createEngine({
    engine: 'tensorflow',
    device,
    threads,
    eager: form === 'eager',
    progress: silentProgress,
  });
}

function stepOf({ workload, sizes, form, variant }: ContestantSetup, { engine, createProgram }: LoadedEngine) {
  const found = workloads[workload];
  if (!found) throw new UserError(`there is no workload ${workload}`);
  const model = found.build(sizes);
  const program = createProgram();
  const step =
    form === 'products'
      ? productsStep(program, productsOf(engine, model, variant))
      : trainingStep(program, model, variant);
  program.define('step', step.spec);
  return new Stepper(program, step);
}

/** Takes steps of one program, counting them. */
class Stepper {
  private count = 0;
  private outputs: ReturnType<Program['call']> = {};

  constructor(
    private readonly program: Program,
    private readonly step: Step,
  ) {}

  /** Milliseconds of the step, and before it of its batch. */
  take(): { step: number; batch: number } {
    this.count += 1;
    const start = performance.now();
    const batch = this.step.batch(this.count);
    const made = performance.now();
    this.outputs = this.program.call('step', { ...batch, ...this.step.scalars(this.count) });
    return { step: performance.now() - made, batch: made - start };
  }

  answer(times: ReturnType<Stepper['take']>[]): Answer {
    return {
      milliseconds: times.map(({ step }) => step),
      batchMilliseconds: times.map(({ batch }) => batch),
      loss: Object.values(this.outputs)[0]?.[0] ?? null,
      peakMiB: process.resourceUsage().maxRSS / 1024,
      residentMiB: process.memoryUsage().rss / bytesInMiB,
    };
  }
}

const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  const setup = JSON.parse(process.argv[2] ?? '{}') as ContestantSetup;
  const loaded = await load(setup);
  const { engine } = loaded;
  const stepper = stepOf(setup, loaded);
  const products = describeProducts(observeProducts(engine, () => stepper.take()));
  stepper.take();
  const ready: Ready = { version: engine.versions.tensorflow as string, device: engine.device.name, products };
  say(ready);
  for await (const line of createInterface({ input: process.stdin })) {
    const { steps } = JSON.parse(line) as Request;
    stepper.take();
    say(stepper.answer(Array.from({ length: steps }, () => stepper.take())));
  }
} catch (error) {
  say({ error: error instanceof UserError ? error.describe() : String((error as Error).stack) });
  process.exitCode = 1;
}
