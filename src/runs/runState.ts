import type { EndState, RunEvent } from './events.ts';
import type { Liveness } from './liveness.ts';
import { effectiveEvents } from './parseEvents.ts';

/** `crashed`: its trainer is gone without a word. `pending`: nobody has begun to train it. */
export type RunStatus = 'pending' | 'running' | 'crashed' | EndState;

type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;

/** Where a run stands. What is not known (yet) is absent. */
export interface RunState {
  status: RunStatus;
  /** The last completed step that is known. */
  step: number;
  totalSteps?: number;
  stepsPerEpoch?: number;
  parameters?: number;
  startedAt?: string;
  /** The evaluation of the best checkpoint so far, and the newest one. */
  best?: EventOf<'evaluated'>;
  last?: EventOf<'evaluated'>;
  tested?: EventOf<'tested'>;
  ended?: EventOf<'ended'>;
  warnings: EventOf<'warning'>[];
  /** Wall-clock time of all attempts, from the first event of each to its last. */
  seconds: number;
}

/** The state that all events of a run add up to. `lastRow` is the step of the newest row of the series that counts. */
export function reduceRun(events: RunEvent[], liveness: Liveness, lastRow = 0): RunState {
  const nothing: RunState = { status: 'pending', step: lastRow, warnings: [], seconds: secondsSpent(events) };
  const state = effectiveEvents(events).reduce(apply, nothing);
  return { ...state, status: statusOf(state, events.length, liveness) };
}

function secondsSpent(events: readonly RunEvent[]): number {
  let milliseconds = 0;
  events.forEach((event, index) => {
    const passed = Date.parse(event.time) - Date.parse(events[index - 1]?.time ?? event.time);
    // What lies between two attempts, and a clock that is set back, is no training.
    if (!opensAttempt(event) && passed > 0) milliseconds += passed;
  });
  return milliseconds / 1000;
}

const opensAttempt = (event: RunEvent): boolean =>
  event.kind === 'resumed' || event.kind === 'started' || (event.kind === 'warning' && event.step === 0);

function statusOf({ ended }: RunState, events: number, liveness: Liveness): RunStatus {
  if (ended) return ended.state;
  if (liveness === 'alive') return 'running';
  return liveness === 'absent' && events === 0 ? 'pending' : 'crashed';
}

function apply(state: RunState, event: RunEvent): RunState {
  // A test measures the best checkpoint, whose step is not where the run stands.
  const step = 'step' in event && event.kind !== 'tested' ? Math.max(state.step, event.step) : state.step;
  switch (event.kind) {
    case 'started': {
      const { totalSteps, stepsPerEpoch, parameters, time } = event;
      return { ...state, totalSteps, stepsPerEpoch, parameters, startedAt: time };
    }
    case 'evaluated':
      return { ...state, step, last: event, best: event.best ? event : state.best };
    case 'warning':
      return { ...state, step, warnings: [...state.warnings, event] };
    case 'tested':
      return { ...state, tested: event };
    case 'ended':
      return { ...state, step, ended: event };
    default:
      return { ...state, step };
  }
}
