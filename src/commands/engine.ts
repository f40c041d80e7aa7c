import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnosis, diagnose } from '../engine/doctor.ts';
import { enginesFolder } from '../engine/install/cacheFolder.ts';
import { bestEngine, folderBytes, type InstalledEngine, installedEngines } from '../engine/install/engineRecord.ts';
import { gpuPresent } from '../engine/install/gpu.ts';
import { type InstallOptions, installEngine, type SourceName, sourceNames } from '../engine/install/install.ts';
import type { ProbeAnswer } from '../engine/install/probe.ts';
import { formatBytes, terminalProgress } from '../engine/install/progress.ts';
import { type ExitCode, exitCodes, UserError } from '../userError.ts';
import type { Command, CommandInput } from './command.ts';

const actions: Record<string, (input: CommandInput) => Promise<ExitCode>> = { install, list, remove, doctor };

export const command: Command = {
  summary: 'Install, list, remove or examine the TensorFlow engine',
  usage: `install | list | remove ID... | doctor`,
  options: {
    python: { type: 'string', value: 'PYTHON', help: 'Python interpreter to take TensorFlow from or download it with' },
    source: { type: 'string', value: 'SOURCE', help: `install from this source alone: ${sourceNames.join(', ')}` },
    wheel: { type: 'string', value: 'FILE', help: 'install from this TensorFlow wheel, with no network' },
    force: { type: 'boolean', help: 'install anew even where an engine stands' },
    'if-needed': { type: 'boolean', help: 'install, but succeed without an engine: runs then use wasm' },
    all: { type: 'boolean', help: 'remove all engines' },
    json: { type: 'boolean', help: 'print JSON' },
  },
  async run(input) {
    const [name = ''] = input.positionals;
    const action = actions[name];
    if (action === undefined) {
      throw new UserError(name ? `there is no \`engine ${name}\`` : 'what to do with the engine is missing', {
        fix: `Use one of: ${Object.keys(actions).join(', ')}.`,
      });
    }
    return await action({ ...input, positionals: input.positionals.slice(1) });
  },
};

async function install(input: CommandInput): Promise<ExitCode> {
  const { options, stdout, stderr } = input;
  try {
    const engine = await installEngine(installOptions(input));
    stdout.write(options.json ? `${JSON.stringify(engine)}\n` : `${engine.id} is installed in ${engine.folder}\n`);
  } catch (error) {
    const tolerated = options['if-needed'] && error instanceof UserError && error.exitCode === exitCodes.noEngine;
    if (!tolerated) throw error;
    stderr.write(`${error.message}\nContinuing with the wasm engine, which is slower.\n`);
  }
  return exitCodes.done;
}

function installOptions({ options, stderr }: CommandInput): InstallOptions {
  const source = options.source as string | undefined;
  if (source !== undefined && !sourceNames.includes(source as SourceName)) {
    throw new UserError(`there is no source ${source}`, { fix: `Use one of: ${sourceNames.join(', ')}.` });
  }
  const wheel = options.wheel as string | undefined;
  if (wheel !== undefined && !existsSync(wheel)) {
    throw new UserError(`there is no file ${wheel}`, { fix: 'Name a TensorFlow wheel (`tensorflow_cpu-….whl`).' });
  }
  return {
    python: options.python as string | undefined,
    source: source as SourceName | undefined,
    wheel,
    force: options.force === true,
    // Programs that show a bar of their own read the figures.
    progress: terminalProgress(stderr, options.json ? 100 : undefined),
  };
}

async function list({ options, stdout }: CommandInput): Promise<ExitCode> {
  const engines = installedEngines();
  const best = bestEngine(await gpuPresent(), engines);
  const rows = engines.map((engine) => ({
    ...engine,
    bytes: folderBytes(engine.folder),
    chosen: engine.id === best?.id,
  }));
  if (options.json) stdout.write(`${JSON.stringify(rows)}\n`);
  else if (rows.length === 0)
    stdout.write('No TensorFlow engine is installed; `smoothing-lab engine install` installs one.\n');
  else stdout.write(rows.map(listLine).join(''));
  return exitCodes.done;
}

function listLine({ id, record, bytes, chosen, fault }: InstalledEngine & { bytes: number; chosen: boolean }): string {
  const state = fault ? `damaged: ${fault}` : chosen ? 'in use' : 'ok';
  return `${id}  ${formatBytes(bytes)}  from ${record.source} (${record.origin})  ${state}\n`;
}

async function remove({ options, positionals, stdout }: CommandInput): Promise<ExitCode> {
  const engines = installedEngines();
  if (positionals.length === 0 && !options.all) {
    throw new UserError('which engine to remove is missing', { fix: `Name one, or give --all. ${known(engines)}` });
  }
  const unknown = positionals.find((id) => !engines.some((engine) => engine.id === id));
  if (unknown !== undefined) throw new UserError(`no engine is called ${unknown}`, { fix: known(engines) });
  const removed = options.all ? removeAll() : positionals.map(removeEngine);
  if (options.json) stdout.write(`${JSON.stringify(removed)}\n`);
  else
    stdout.write(
      removed.map(({ id, bytes }) => `Removed ${id} (${formatBytes(bytes)})\n`).join('') || 'Nothing to remove.\n',
    );
  return exitCodes.done;
}

function removeEngine(id: string): { id: string; bytes: number } {
  const folder = join(enginesFolder(), id);
  const bytes = folderBytes(folder);
  rmSync(folder, { recursive: true, force: true });
  return { id, bytes };
}

/** Also what is no engine, such as those that another version of Smoothing Lab made or an installation left behind. */
function removeAll(): { id: string; bytes: number }[] {
  if (!existsSync(enginesFolder())) return [];
  const entries = readdirSync(enginesFolder(), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => removeEngine(entry.name));
}

const known = (engines: InstalledEngine[]) =>
  engines.length === 0 ? 'None is installed.' : `Installed: ${engines.map((engine) => engine.id).join(', ')}.`;

async function doctor({ options, stdout }: CommandInput): Promise<ExitCode> {
  const diagnosis = await diagnose(options.python as string | undefined);
  stdout.write(options.json ? `${JSON.stringify(diagnosis, null, 2)}\n` : report(diagnosis));
  return diagnosis.tensorflow || diagnosis.wasm ? exitCodes.done : exitCodes.noEngine;
}

function report({ python, engines, problems, ...found }: Diagnosis): string {
  const rows: [string, string][] = [
    ['Node', `${found.node}, ${found.platform}`],
    ['Processor', `${found.processor}, ${found.cores} cores`],
    ['GPU', found.gpus.join(', ') || 'none'],
    ['Python', python ? `${python.version} (${python.path}), ${python.pip ? `pip ${python.pip}` : 'no pip'}` : 'none'],
    ["Python's TensorFlow", python?.tensorflow ? `${python.tensorflow.version} (${python.tensorflow.kind})` : 'none'],
    ['C++ compiler', found.compiler ?? 'none'],
    ...engines.map(({ id, source, fault, chosen }): [string, string] => [
      'Engine',
      `${id} from ${source}${chosen ? ', in use' : ''}${fault ? `, damaged: ${fault}` : ''}`,
    ]),
    ['TensorFlow', found.tensorflow ? figures(found.tensorflow) : 'none'],
    ['wasm', found.wasm ? figures(found.wasm) : 'does not start'],
    ['Cache', `${formatBytes(found.cache.bytes)} in ${found.cache.folder}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const table = rows.map(([name, value]) => `${name.padEnd(width)}${value}\n`).join('');
  const advice = problems.map(({ problem, fix }) => `Problem: ${problem}\n  ${fix}\n`).join('');
  return `${table}\n${advice || 'No problems found.\n'}`;
}

const figures = ({ version, device, gflops, matrixSize, loadMs }: ProbeAnswer) =>
  `${version} on ${device.kind} (${device.name}): ${gflops.toFixed(gflops < 100 ? 1 : 0)} GFLOP/s in a ${matrixSize} × ${matrixSize} product, starts in ${(loadMs / 1000).toFixed(1)} s`;
