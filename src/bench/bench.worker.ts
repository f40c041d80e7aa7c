// One of our contestants in a benchmark: a process that runs training steps when it is told to (protocol.ts).
import { createInterface } from 'node:readline';
import { createEngine } from '../engine/createEngine.ts';
import { silentProgress } from '../engine/install/progress.ts';
import { type Program, sizeOf } from '../engine/program.ts';
import { UserError } from '../userError.ts';
import { productsOf, productsStep } from './productsStep.ts';
import type { Answer, ContestantSetup, Ready, Request } from './protocol.ts';
import { workloads } from './registry.ts';
import { trainingStep } from './trainingStep.ts';
import type { Step } from './workload.ts';

const bytesInMiB = 2 ** 20;

async function prepare({ workload, sizes, form, epsilon, threads, device }: ContestantSetup) {
  const found = workloads[workload];
  if (!found) throw new UserError(`there is no workload ${workload}`);
  const { engine, createProgram } = await createEngine({
    engine: 'tensorflow',
    device,
    threads,
    eager: form === 'eager',
    progress: silentProgress,
  });
  const model = found.build(sizes);
  const program = createProgram();
  const step =
    form === 'products'
      ? productsStep(program, productsOf(engine, model, epsilon))
      : trainingStep(program, model, epsilon);
  program.define('step', step.spec);
  const weights = model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const ready: Ready = { version: engine.versions.tensorflow!, device: engine.device.name, weights };
  return { program, step, ready };
}

/** Takes steps of one program, counting them. */
class Stepper {
  private count = 0;
  private outputs: ReturnType<Program['call']> = {};

  constructor(
    private readonly program: Program,
    private readonly step: Step,
  ) {}

  take(): number {
    const start = performance.now();
    this.count += 1;
    this.outputs = this.program.call('step', this.step.inputs(this.count));
    return performance.now() - start;
  }

  answer(milliseconds: number[]): Answer {
    return {
      milliseconds,
      loss: Object.values(this.outputs)[0]?.[0] ?? null,
      peakMiB: process.resourceUsage().maxRSS / 1024,
      residentMiB: process.memoryUsage().rss / bytesInMiB,
    };
  }
}

const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  const { program, step, ready } = await prepare(JSON.parse(process.argv[2] ?? '{}'));
  const stepper = new Stepper(program, step);
  for (let warmUp = 0; warmUp < 2; warmUp++) stepper.take();
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
