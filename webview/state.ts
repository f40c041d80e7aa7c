import type { RunView, ToPage } from '../src/pages/protocol.ts';
import type { RunEvent, SeriesRow } from '../src/runs/events.ts';
import { restoreNumbers } from '../src/runs/parseEvents.ts';
import { GrowingColumn } from './growingColumn.ts';

type MessageOf<Type extends ToPage['type']> = Extract<ToPage, { type: Type }>;
export type SampleSteps = MessageOf<'sampleSteps'>['steps'];

/** What the host has told of one run. */
interface RunData {
  view?: RunView;
  events: readonly RunEvent[];
  columns: Map<string, GrowingColumn>;
  sampleSteps: SampleSteps;
}

const noValues = new Float32Array(0);

/** All that was streamed to a page. `revision` rises whenever any of it changes. */
export class RunStore {
  revision = 0;
  private readonly data = new Map<string, RunData>();
  /** Whether the host has told which runs there are. */
  private listed = false;

  /** Takes what concerns runs and answers whether the message was of that kind. */
  apply(message: ToPage): boolean {
    switch (message.type) {
      case 'runs':
        this.applyRuns(message);
        break;
      case 'events':
        this.applyEvents(message);
        break;
      case 'series':
        this.applySeries(message);
        break;
      case 'sampleSteps':
        this.of(message.run).sampleSteps = message.steps;
        break;
      default:
        return false;
    }
    this.revision += 1;
    return true;
  }

  /** In the order in which the host told of them. */
  runs(): RunView[] {
    return [...this.data.values()].flatMap(({ view }) => view ?? []);
  }

  view(run: string): RunView | undefined {
    return this.data.get(run)?.view;
  }

  /** What the run learns; undefined until the host has told of it. */
  task(run: string): unknown {
    return this.view(run)?.manifest.settings.task;
  }

  /** The host has told which runs there are, and this is none of them. */
  isGone(run: string): boolean {
    return this.listed && this.view(run) === undefined;
  }

  events(run: string): readonly RunEvent[] {
    return this.data.get(run)?.events ?? [];
  }

  /** Value `i` is of step `i + 1`. The same object until it changes. */
  column(run: string, name: keyof SeriesRow): Float32Array {
    return this.data.get(run)?.columns.get(name)?.values ?? noValues;
  }

  sampleSteps(run: string): SampleSteps {
    return this.data.get(run)?.sampleSteps ?? [];
  }

  private of(run: string): RunData {
    const known = this.data.get(run) ?? { events: [], columns: new Map(), sampleSteps: [] };
    this.data.set(run, known);
    return known;
  }

  private applyRuns({ all, runs }: MessageOf<'runs'>): void {
    this.listed ||= all;
    const named = new Set(runs.map(({ run }) => run));
    if (all) for (const run of this.data.keys()) if (!named.has(run)) this.data.delete(run);
    for (const view of runs) this.of(view.run).view = view;
  }

  private applyEvents({ run, from, events }: MessageOf<'events'>): void {
    const data = this.of(run);
    if (from > data.events.length) {
      throw new RangeError(`events from ${from} on cannot follow the first ${data.events.length}`);
    }
    data.events = [...data.events.slice(0, from), ...events.map(restoreNumbers)];
  }

  private applySeries({ run, column, from, values }: MessageOf<'series'>): void {
    const { columns } = this.of(run);
    const growing = columns.get(column) ?? new GrowingColumn();
    columns.set(column, growing);
    growing.append(from, new Float32Array(values));
  }
}
