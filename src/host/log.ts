import { type LogOutputChannel, l10n } from 'vscode';
import { tellError } from './tell.ts';

/**
 * Tells the person one sentence about what went wrong, with the log a click away. A mistake that they can mend says how
 * to; everything else is a defect, whose trace stands in the log.
 */
export async function tellFailure(log: LogOutputChannel, error: unknown): Promise<void> {
  const showLog = l10n.t('Show Log');
  if ((await tellError(describeFailure(log, error), showLog)) === showLog) log.show();
}

/** Writes the error to the log and answers with what a person is told of it. */
export function describeFailure(log: LogOutputChannel, error: unknown): string {
  if (isUserError(error)) {
    const text = `${capitalised(error.message)}.${error.fix ? ` ${error.fix}` : ''}`;
    log.warn(text);
    return text;
  }
  log.error(error instanceof Error ? error : String(error));
  return l10n.t('Smoothing Lab failed: {0}', error instanceof Error ? error.message : String(error));
}

/** By its name: importing the class would be one more copy of it in the bundle's lazy parts. */
function isUserError(error: unknown): error is { message: string; fix?: string } {
  return error instanceof Error && error.name === 'UserError';
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
