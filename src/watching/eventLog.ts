import { join } from 'node:path';
import { type RunEvent, runFiles } from '../runs/events.ts';
import { parseEvents } from '../runs/parseEvents.ts';
import { type OpenFile, withFile } from './openFile.ts';

const newline = 10;

/** The events of a run as they are written. Only complete lines are taken, so that a torn one that is cut costs nothing. */
export class EventLog {
  /** Of all attempts, in their order; another array when there are more. */
  all: readonly RunEvent[] = [];
  /** Bytes that `all` stands for. */
  private taken = 0;
  private size = 0;
  private released = false;
  /** Whether `load` has read what `update` has not told of. */
  private untold = false;
  private readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, runFiles.events);
  }

  /**
   * Reads what was appended; answers whether there are other events than when this was last asked, whoever has read them
   * meanwhile. Where they were released, `all` stays empty as long as there are none.
   */
  async update(): Promise<boolean> {
    const changed = await withFile(this.path, async (file) => {
      if (this.released && file.size === this.size) return false;
      this.released = false;
      return await this.readFrom(file);
    });
    const news = (changed ?? this.restart()) || this.untold;
    this.untold = false;
    return news;
  }

  /** Reads what was appended, and what was released. */
  async load(): Promise<void> {
    const { size, released } = this;
    const untold = this.untold;
    this.released = false;
    const changed = await this.update();
    this.untold = untold || (released ? this.size !== size : changed);
  }

  /** Frees the memory until there is news, or somebody asks for the events. */
  release(): void {
    this.released = true;
    this.all = [];
    this.taken = 0;
  }

  private async readFrom(file: OpenFile): Promise<boolean> {
    const hadSome = file.size < this.taken && this.restart();
    this.size = file.size;
    const bytes = file.size > this.taken ? await file.read(this.taken, file.size - this.taken) : Buffer.alloc(0);
    const whole = bytes.subarray(0, bytes.lastIndexOf(newline) + 1);
    this.taken += whole.length;
    const events = parseEvents(whole.toString('utf8'));
    if (events.length > 0) this.all = [...this.all, ...events];
    return hadSome || events.length > 0;
  }

  private restart(): boolean {
    const hadSome = this.all.length > 0;
    this.all = [];
    this.taken = 0;
    return hadSome;
  }
}
