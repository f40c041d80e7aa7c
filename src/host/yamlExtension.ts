import {
  type Diagnostic,
  DiagnosticSeverity,
  extensions,
  languages,
  type TextDocument,
  type Uri,
  workspace,
} from 'vscode';

/**
 * Red Hat's YAML extension works in the same files. Without a schema it knows nothing of experiments, but tells of
 * faults in the YAML itself and explains aliases: what it says, this extension does not say again.
 */
export const yamlExtension = () => extensions.getExtension('redhat.vscode-yaml');

/** Problems that are faults of YAML itself. */
const faults = new Set(['yaml-syntax', 'duplicate-key']);

export const isYamlFault = ({ code }: { code: string }): boolean => faults.has(code);

/** Whether it checks files of this place. */
export const validatesYaml = (uri: Uri): boolean =>
  yamlExtension() !== undefined && workspace.getConfiguration('yaml', uri).get('validate', true);

/** Whether it shows what an alias stands for, as its newer versions do. */
export function explainsAliases({ uri }: TextDocument): boolean {
  const settings = workspace.getConfiguration('yaml', uri);
  return yamlExtension() !== undefined && settings.get('hover', true) && settings.get('hoverAnchor', false);
}

/** Whether a diagnostic is one of the YAML itself, by whichever extension brings that language server. */
export const isOfYaml = ({ source, severity }: Diagnostic): boolean =>
  source === 'YAML' && severity <= DiagnosticSeverity.Warning;

/** The lines, counted from 0, on which another extension tells of a fault. */
export const faultyLines = (uri: Uri): Set<number> =>
  new Set(
    languages
      .getDiagnostics(uri)
      .filter(isOfYaml)
      .map(({ range }) => range.start.line),
  );
