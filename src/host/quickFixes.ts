import {
  CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type Diagnostic,
  l10n,
  languages,
  Range,
  type TextDocument,
  WorkspaceEdit,
} from 'vscode';
import { type Fix, fixesFor } from '../authoring/fixes.ts';
import type { Problem } from '../experiment/problem.ts';
import { modelineCode } from './diagnostics.ts';
import { pathOf } from './experimentTexts.ts';
import type { Lab } from './lab.ts';
import type { ParsedExperiments } from './parsedExperiments.ts';
import { isOfYaml, isYamlFault } from './yamlExtension.ts';

/** Mends problems of experiment files and of the files they include. */
export function registerQuickFixes(lab: Lab, parsed: ParsedExperiments): void {
  const provider = {
    provideCodeActions(document: TextDocument, _range: Range, { diagnostics }: CodeActionContext): CodeAction[] {
      return diagnostics.flatMap((diagnostic) => {
        if (diagnostic.code === modelineCode) return [withoutLine(document, diagnostic)];
        const problem = problemOf(diagnostic, document, parsed);
        const fixes = problem ? fixesFor(document.getText(), problem) : [];
        return fixes.map((fix, index) => actionOf(fix, document, { diagnostic, isPreferred: index === 0 }));
      });
    },
  };
  const kinds = { providedCodeActionKinds: [CodeActionKind.QuickFix] };
  lab.context.subscriptions.push(languages.registerCodeActionsProvider({ language: 'yaml' }, provider, kinds));
}

/** The problem that a diagnostic tells of, whichever extension it is from, unless the text has changed since. */
function problemOf(diagnostic: Diagnostic, document: TextDocument, parsed: ParsedExperiments): Problem | undefined {
  const file = pathOf(document.uri);
  const text = document.getText();
  const current = parsed.all().filter(({ sources }) => sources[file] === text);
  return current
    .flatMap(({ problems }) => problems)
    .find((problem) => problem.file === file && tellsOf(diagnostic, problem, document));
}

function tellsOf(diagnostic: Diagnostic, problem: Problem, document: TextDocument): boolean {
  const { code, range } = diagnostic;
  if (problem.range.start.offset !== document.offsetAt(range.start)) return false;
  // Others let it end elsewhere.
  if (isYamlFault(problem) && isOfYaml(diagnostic)) return true;
  return problem.code === code && problem.range.end.offset === document.offsetAt(range.end);
}

function actionOf(
  fix: Fix,
  document: TextDocument,
  { diagnostic, isPreferred }: { diagnostic: Diagnostic; isPreferred: boolean },
): CodeAction {
  const title = 'replaceBy' in fix ? l10n.t('Change to `{0}`', fix.replaceBy) : l10n.t('Remove `{0}`', fix.remove);
  const { start, end, text } = fix.edit;
  const range = new Range(document.positionAt(start), document.positionAt(end));
  return action(title, document, { diagnostic, isPreferred, range, text });
}

function withoutLine(document: TextDocument, diagnostic: Diagnostic): CodeAction {
  const range = document.lineAt(diagnostic.range.start).rangeIncludingLineBreak;
  return action(l10n.t('Remove this line'), document, { diagnostic, isPreferred: true, range, text: '' });
}

function action(
  title: string,
  document: TextDocument,
  {
    diagnostic,
    isPreferred,
    range,
    text,
  }: { diagnostic: Diagnostic; isPreferred: boolean; range: Range; text: string },
): CodeAction {
  const quickFix = new CodeAction(title, CodeActionKind.QuickFix);
  quickFix.diagnostics = [diagnostic];
  quickFix.isPreferred = isPreferred;
  quickFix.edit = new WorkspaceEdit();
  quickFix.edit.replace(document.uri, range, text);
  return quickFix;
}
