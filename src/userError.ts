/** The documented exit codes of the command line (README, "Exit codes"). */
export const exitCodes = { done: 0, runFailed: 1, badInput: 2, noEngine: 3, stopped: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Where in a file something is wrong; lines and columns count from 1. */
export interface FilePosition {
  file: string;
  line?: number;
  column?: number;
}

/**
 * What a user is told when something they can mend goes wrong. `message` says what failed, `fix` what to do.
 * It is printed without a stack trace; every other error is a defect and its trace goes to the log.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly fix?: string;
  readonly position?: FilePosition;
  readonly exitCode: ExitCode;

  constructor(
    message: string,
    options: { fix?: string; position?: FilePosition; exitCode?: ExitCode; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.fix = options.fix;
    this.position = options.position;
    this.exitCode = options.exitCode ?? exitCodes.badInput;
  }

  /** One line for a terminal: `file:line:column: message. fix`. */
  describe(): string {
    const { file, line, column } = this.position ?? {};
    const place = file === undefined ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')}: `;
    return `${place}${this.message}${this.fix ? `\n  ${this.fix}` : ''}`;
  }
}
