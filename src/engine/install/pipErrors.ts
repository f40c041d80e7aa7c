import { exitCodes, UserError } from '../../userError.ts';
import { type ChildResult, lastLine } from './childProcess.ts';
import { diskFull } from './diskSpace.ts';
import { platformName } from './engineRecord.ts';
import type { Python } from './python.ts';

/** Whether pip did not get to its index at all. */
export const isOffline = (stderr: string): boolean =>
  /NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|Network is unreachable|Connection refused|Failed to establish a new connection|name resolution/i.test(
    stderr,
  );

const isAltered = (stderr: string) => /DO NOT MATCH THE HASHES/.test(stderr);

/**
 * Whether the connection may have been lost while the wheel was coming, so that trying again can help. A pip before 25
 * takes the early end for the end of the file and only sees that its hash is wrong.
 */
export const isBrokenOff = ({ stdout, stderr }: ChildResult): boolean =>
  isAltered(stderr) ||
  (/Downloading \S+\.whl/.test(stdout) &&
    /IncompleteRead|incomplete-download|Connection broken|ConnectionResetError|RemoteDisconnected|timed out/i.test(
      stderr,
    ));
const byHand = 'or copy a TensorFlow wheel here and run `smoothing-lab engine install --wheel FILE`';

/** In a user's words, why pip did not bring a wheel into `folder`. */
export function explainPip(result: ChildResult, folder: string): UserError {
  const { stderr, signal, code } = result;
  if (/No space left on device|Disk quota exceeded/.test(stderr)) return diskFull(`pip could not write to ${folder}`);
  const [message, fix] = reasons.find(([applies]) => applies(result))?.slice(1) ?? [
    `pip could not download TensorFlow: ${lastError(stderr) || `it ended with ${signal ?? code}`}`,
    'Try `python3 -m pip download --no-deps tensorflow-cpu` to see more.',
  ];
  return new UserError(message as string, { fix: fix as string, exitCode: exitCodes.noEngine });
}

const reasons: [applies: (result: ChildResult) => boolean, message: string, fix: string][] = [
  [
    ({ stderr }) => isAltered(stderr),
    'the downloaded TensorFlow does not have the checksum that the package index states, and was not used',
    'Try again; if that does not help, the index or a proxy in between alters the file: set another index (`pip config`).',
  ],
  [isBrokenOff, 'the download of TensorFlow broke off every time', `Try again on a steadier connection, ${byHand}.`],
  [
    ({ stderr }) => isOffline(stderr),
    'pip could not reach its package index',
    `Connect to the network, set a proxy or index for pip (\`pip config\`), ${byHand}.`,
  ],
  [
    ({ stderr }) => /No matching distribution/.test(stderr),
    `the package index that pip uses has no TensorFlow for ${platformName}`,
    `See \`pip config list\` (no-index, index-url), ${byHand}.`,
  ],
];

/** pip's last error; advice and notices may follow it. */
const lastError = (stderr: string): string => {
  const errors = stderr.split('\n').filter((line) => line.startsWith('ERROR: '));
  return errors.at(-1)?.slice('ERROR: '.length) ?? lastLine(stderr);
};

/** Throws a UserError when this Python cannot download. */
export function requirePip(python: Python | undefined): asserts python is Python {
  if (python === undefined) throw noPip('there is no Python 3.8 or newer on the PATH', 'python3 python3-pip');
  if (python.pip === undefined) throw noPip(`${python.path} has no pip`, 'python3-pip');
}

function noPip(message: string, packages: string): UserError {
  const advice =
    process.platform === 'linux'
      ? `\`sudo apt-get install ${packages}\` or your system's equivalent`
      : 'the installer from python.org';
  return new UserError(`${message}, which is what downloads TensorFlow`, {
    fix: `Install Python with pip (${advice}), or name an interpreter with \`--python\` or SMOOTHING_LAB_PYTHON.`,
    exitCode: exitCodes.noEngine,
  });
}
