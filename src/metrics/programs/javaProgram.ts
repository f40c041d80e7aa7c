import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../userError.ts';
import type { JavaProgram } from './programMetric.ts';
import { type ProgramMetricName, programMetrics } from './registry.ts';

/** What the command line names; it goes before the environment. */
export interface GivenPrograms {
  java?: string;
  jars?: Partial<Record<ProgramMetricName, string>>;
}

/** `SMOOTHING_LAB_METEOR_JAR` and the like. */
export const jarVariable = (name: ProgramMetricName): string => `SMOOTHING_LAB_${name.toUpperCase()}_JAR`;

/**
 * The program of a metric. A jar is code: it is taken from the command line and the environment, which are the user's,
 * and never from an experiment or anything else in a workspace. Throws a UserError that says how to name one.
 */
export function javaProgramOf(
  name: ProgramMetricName,
  given: GivenPrograms = {},
  environment: NodeJS.ProcessEnv = process.env,
): JavaProgram {
  const { title, obtain } = programMetrics[name];
  const jar = given.jars?.[name] ?? environment[jarVariable(name)];
  const howTo = `Name it by --${name}-jar FILE or in the environment by ${jarVariable(name)}. ${obtain}`;
  if (!jar) throw new UserError(`${title} needs its own Java program, which is not configured`, { fix: howTo });
  const path = resolve(jar);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new UserError(`The Java program of ${title} is not there: ${path}`, { fix: howTo });
  }
  return { java: given.java ?? environment.SMOOTHING_LAB_JAVA ?? 'java', jar: path };
}
