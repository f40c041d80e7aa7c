import { Diagnostic, DiagnosticSeverity, extensions, l10n, languages, Range, type Uri, workspace } from 'vscode';
import { schemaModeline } from '../authoring/schemaModeline.ts';
import type { Problem } from '../experiment/problem.ts';
import { pathOf, uriOf } from './experimentTexts.ts';
import type { Lab } from './lab.ts';
import type { Parsed, ParsedExperiments } from './parsedExperiments.ts';

export const modelineCode = 'schema-modeline';

/** Faults of YAML itself, which an extension for YAML tells as well. */
const yamlCodes = new Set(['yaml-syntax', 'duplicate-key']);

/** Problems of experiment files, also in the files they include, where they stand. */
export function registerDiagnostics(lab: Lab, parsed: ParsedExperiments): void {
  const collection = languages.createDiagnosticCollection('smoothing-lab');
  /** What each experiment file says of which files; two of them may include the same. */
  const said = new Map<string, Map<string, { uri: Uri; diagnostics: Diagnostic[] }>>();

  function tell(experiment: string, found: Map<string, { uri: Uri; diagnostics: Diagnostic[] }>): void {
    const affected = new Map([...(said.get(experiment) ?? []), ...found]);
    if (found.size > 0) said.set(experiment, found);
    else said.delete(experiment);
    for (const [key, { uri }] of affected) {
      const all = [...said.values()].flatMap((files) => files.get(key)?.diagnostics ?? []);
      collection.set(uri, [...new Map(all.map((each) => [identity(each), each])).values()]);
    }
  }

  const show = (result: Parsed): void => tell(result.document.uri.toString(), byFile(result));
  const showAll = (): void => parsed.all().forEach(show);
  lab.context.subscriptions.push(
    collection,
    parsed.onDidParse(show),
    parsed.onDidForget((uri) => tell(uri.toString(), new Map())),
    extensions.onDidChange(showAll),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('yaml.validate') && showAll()),
  );
  showAll();
}

const identity = ({ code, message, range: { start, end } }: Diagnostic): string =>
  JSON.stringify([code, message, start, end]);

function byFile(parsed: Parsed): Map<string, { uri: Uri; diagnostics: Diagnostic[] }> {
  const base = parsed.document.uri;
  const others = validatesYaml(base);
  const files = new Map<string, { uri: Uri; diagnostics: Diagnostic[] }>();
  const add = (uri: Uri, diagnostic: Diagnostic): void => {
    const entry = files.get(uri.toString()) ?? { uri, diagnostics: [] };
    entry.diagnostics.push(diagnostic);
    files.set(uri.toString(), entry);
  };
  for (const problem of parsed.problems) {
    const uri = problem.file === pathOf(base) ? base : uriOf(problem.file, base);
    if (!(others && yamlCodes.has(problem.code) && isOpen(uri))) add(uri, diagnosticOf(problem));
  }
  const modeline = others ? schemaModeline(parsed.document.getText()) : undefined;
  if (modeline) add(base, modelineDiagnostic(parsed, modeline));
  return files;
}

/** Whether Red Hat's extension checks YAML here, which would tell its errors twice. */
const validatesYaml = (uri: Uri): boolean =>
  extensions.getExtension('redhat.vscode-yaml') !== undefined &&
  workspace.getConfiguration('yaml', uri).get('validate', true);

const isOpen = (uri: Uri): boolean =>
  workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());

function diagnosticOf({ range: { start, end }, message, expected, suggestion, severity, code }: Problem): Diagnostic {
  const hint = [
    ...(expected === undefined ? [] : [l10n.t('Expected: {0}', expected)]),
    ...(suggestion === undefined ? [] : [l10n.t('Did you mean {0}?', suggestion)]),
  ];
  const range = new Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);
  const level = severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
  const diagnostic = new Diagnostic(range, [message, ...hint].join('\n'), level);
  diagnostic.source = 'Smoothing Lab';
  diagnostic.code = code;
  return diagnostic;
}

function modelineDiagnostic({ document }: Parsed, { start, end }: { start: number; end: number }): Diagnostic {
  const range = new Range(document.positionAt(start), document.positionAt(end));
  const message = l10n.t(
    'Smoothing Lab checks and completes this file. With this line the YAML extension does so a second time.',
  );
  const diagnostic = new Diagnostic(range, message, DiagnosticSeverity.Information);
  diagnostic.source = 'Smoothing Lab';
  diagnostic.code = modelineCode;
  return diagnostic;
}
