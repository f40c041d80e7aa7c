/** Where an installation tells what it does. */
export interface InstallProgress {
  line(text: string): void;
  bytes(label: string, done: number, total: number): void;
}

const units = ['B', 'kB', 'MB', 'GB'];

/** A number of bytes for people: 853 MB. */
export function formatBytes(bytes: number): string {
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

const barWidth = 24;

/** Lines, and a bar that is redrawn in place on a terminal; elsewhere so many lines for each download. */
export function terminalProgress(stream: NodeJS.WriteStream, lines = 4): InstallProgress {
  let shown = '';
  const finishBar = () => {
    if (stream.isTTY && shown !== '') stream.write('\n');
    shown = '';
  };
  return {
    line(text) {
      finishBar();
      stream.write(`${text}\n`);
    },
    bytes(label, done, total) {
      const parts = stream.isTTY ? 100 : lines;
      const part = Math.floor((done / total) * parts);
      const state = `${label} ${part}`;
      if (state === shown || part === 0) return;
      shown = state;
      const figures = `${label} ${formatBytes(done)} of ${formatBytes(total)}`;
      if (!stream.isTTY) return void stream.write(`${figures}\n`);
      const filled = Math.round((done / total) * barWidth);
      stream.write(`\r${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${figures}\x1b[K`);
      if (done >= total) finishBar();
    },
  };
}

/** For callers that only want the result. */
export const silentProgress: InstallProgress = { line: () => {}, bytes: () => {} };
