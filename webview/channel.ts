import { type FromPage, protocolVersion, readToPage, type ToPage } from '../src/pages/protocol.ts';

/** What VS Code gives to a page. A plain page (a test) supplies one of its own before this script runs. */
interface PageHost {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): PageHost;

/** VS Code hands it out once. */
const host = acquireVsCodeApi();

export function post(message: FromPage): void {
  host.postMessage(message);
}

let kept = { ...(host.getState() as Record<string, unknown> | undefined) };

/** What the page kept when it was last open: layout and selection, never data. Another version may have written it. */
export const savedState = (): Readonly<Record<string, unknown>> => kept;

/** Keeps these parts beside the others. VS Code is told of changes alone, since it passes each on to its main process. */
export function saveState(parts: Readonly<Record<string, unknown>>): void {
  const next = { ...kept, ...parts };
  if (JSON.stringify(next) === JSON.stringify(kept)) return;
  kept = next;
  host.setState(kept);
}

interface Listener {
  receive(message: ToPage): void;
  /** The host speaks another version of the protocol, since the extension was updated under an open page. */
  otherVersion(): void;
}

/** Announces the page to the host and passes on what it sends, checked. */
export function listen(listener: Listener): void {
  let usable = true;
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!usable) return;
    usable = !isOtherVersion(data);
    if (usable) guard(() => pass(data, listener));
    else listener.otherVersion();
  });
  window.addEventListener('error', ({ message }) => post({ type: 'fault', message }));
  window.addEventListener('unhandledrejection', ({ reason }) => post({ type: 'fault', message: String(reason) }));
  post({ type: 'ready', version: protocolVersion });
}

function pass(data: unknown, listener: Listener): void {
  const message = readToPage(data);
  if (message.type === 'invalid') post({ type: 'fault', message: `A message was not understood: ${message.why}` });
  else listener.receive(message);
}

/** One message that cannot be used must not end the page. */
function guard(action: () => void): void {
  try {
    action();
  } catch (error) {
    post({ type: 'fault', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

/** Asked before anything else, since the first message of another version may have any form. */
function isOtherVersion(data: unknown): boolean {
  const { type, version } = (data ?? {}) as { type?: unknown; version?: unknown };
  return type === 'init' && version !== protocolVersion;
}
