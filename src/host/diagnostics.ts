import { Diagnostic, DiagnosticSeverity, extensions, l10n, languages, Range, type Uri, workspace } from 'vscode';
import { schemaModeline } from '../authoring/schemaModeline.ts';
import type { Problem } from '../experiment/problem.ts';
import { pathOf, uriOf } from './experimentTexts.ts';
import type { Lab } from './lab.ts';
import type { Parsed, ParsedExperiments } from './parsedExperiments.ts';
import { Patience } from './patience.ts';
import { faultyLines, isYamlFault, validatesYaml } from './yamlExtension.ts';

export const modelineCode = 'schema-modeline';

/** How long another extension has to tell of a fault of YAML before this one does. */
const patienceMilliseconds = 2000;

type Told = Map<string, { uri: Uri; diagnostics: Diagnostic[] }>;

/** Problems of experiment files, also in the files they include, where they stand. */
export function registerDiagnostics(lab: Lab, parsed: ParsedExperiments): void {
  const collection = languages.createDiagnosticCollection('smoothing-lab');
  /** What each experiment file says of which files; two of them may include the same. */
  const said = new Map<string, Told>();
  /** For experiment files whose faults of YAML are left to another extension for now. */
  const patience = new Patience(patienceMilliseconds);

  function tell(experiment: string, found: Told): void {
    const affected = new Map([...(said.get(experiment) ?? []), ...found]);
    if (found.size > 0) said.set(experiment, found);
    else said.delete(experiment);
    for (const [key, { uri }] of affected) {
      const all = [...said.values()].flatMap((files) => files.get(key)?.diagnostics ?? []);
      const distinct = new Map(all.map((each) => [identity(each), each]));
      // Setting is an event, upon which everything is shown again.
      const isNew = (collection.get(uri) ?? []).map(identity).join() !== [...distinct.keys()].join();
      if (isNew) collection.set(uri, [...distinct.values()]);
    }
  }

  const show = (result: Parsed): void => {
    const { uri } = result.document;
    tell(uri.toString(), byFile(result, patience.isWaiting(uri)));
  };
  const showNew = (result: Parsed): void => {
    const { uri } = result.document;
    if (hasYamlFault(result) && validatesYaml(uri)) patience.wait(uri, () => isCurrent(result) && show(result));
    else patience.stop(uri);
    show(result);
  };
  const showAll = (): void => parsed.all().forEach(show);
  lab.context.subscriptions.push(
    collection,
    patience,
    parsed.onDidParse(showNew),
    parsed.onDidForget((uri) => {
      patience.stop(uri);
      tell(uri.toString(), new Map());
    }),
    // Another extension may tell of a fault, or no longer. A text that has changed since is parsed again anyway.
    languages.onDidChangeDiagnostics(() =>
      parsed
        .all()
        .filter((result) => hasYamlFault(result) && isCurrent(result))
        .forEach(show),
    ),
    extensions.onDidChange(showAll),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('yaml.validate') && showAll()),
  );
  parsed.all().forEach(showNew);
}

const hasYamlFault = ({ problems }: Parsed): boolean => problems.some(isYamlFault);

const isCurrent = ({ version, document }: Parsed): boolean => version === document.version;

const identity = ({ code, message, range: { start, end } }: Diagnostic): string =>
  JSON.stringify([code, message, start, end]);

/** `waits`: whether faults of YAML are left to another extension, though it does not tell of them yet. */
function byFile(parsed: Parsed, waits: boolean): Told {
  const base = parsed.document.uri;
  const files: Told = new Map();
  const add = (uri: Uri, diagnostic: Diagnostic): void => {
    const entry = files.get(uri.toString()) ?? { uri, diagnostics: [] };
    entry.diagnostics.push(diagnostic);
    files.set(uri.toString(), entry);
  };
  const linesTold = new Map<string, Set<number>>();
  const isTold = (uri: Uri, line: number): boolean => {
    const lines = linesTold.get(uri.toString()) ?? faultyLines(uri);
    linesTold.set(uri.toString(), lines);
    return (waits && isOpen(uri)) || lines.has(line);
  };
  for (const problem of parsed.problems) {
    const uri = problem.file === pathOf(base) ? base : uriOf(problem.file, base);
    if (!isYamlFault(problem) || !isTold(uri, problem.range.start.line - 1)) add(uri, diagnosticOf(problem));
  }
  const modeline = validatesYaml(base) ? schemaModeline(parsed.document.getText()) : undefined;
  if (modeline) add(base, modelineDiagnostic(parsed, modeline));
  return files;
}

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
