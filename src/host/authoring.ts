import { registerCodeLenses } from './codeLenses.ts';
import { registerCompletion } from './completion.ts';
import { registerDefinitions } from './definitions.ts';
import { registerDiagnostics } from './diagnostics.ts';
import { registerHovers } from './hovers.ts';
import type { Lab } from './lab.ts';
import { ParsedExperiments } from './parsedExperiments.ts';
import { registerQuickFixes } from './quickFixes.ts';

/**
 * All that helps to write experiment files. This loads the schema with all it is made of, so it is imported when the
 * first experiment file is opened, and called once.
 */
export function registerAuthoring(lab: Lab): void {
  const parsed = new ParsedExperiments(lab.log);
  lab.context.subscriptions.push(parsed);
  registerDiagnostics(lab, parsed);
  registerCompletion(lab, parsed);
  registerHovers(lab, parsed);
  registerDefinitions(lab, parsed);
  registerQuickFixes(lab, parsed);
  registerCodeLenses(lab, parsed);
}
