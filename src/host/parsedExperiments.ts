import { Disposable, EventEmitter, type LogOutputChannel, type TextDocument, type Uri, workspace } from 'vscode';
import { type ParsedWithIncludes, parseWithIncludes } from '../authoring/parseWithIncludes.ts';
import type { ExperimentSpec } from '../experiment/schema.ts';
import { pathOf, readText, uriOf } from './experimentTexts.ts';
import { lookForNamed, watchNamed } from './namedFiles.ts';
import { experimentFiles, isExperiment } from './roots.ts';

/** How long nothing must have been typed before a file is parsed again. */
const pauseMilliseconds = 200;

export interface Parsed extends ParsedWithIncludes {
  document: TextDocument;
  /** The version of the document that was parsed. */
  version: number;
  /** The experiment as it was when it last had no error. */
  lastSpec?: ExperimentSpec;
}

/** The experiment files that are open, parsed anew when they or what they include or name has changed. */
export class ParsedExperiments {
  private readonly parsed = new Map<string, Parsed>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly fired = new EventEmitter<Parsed>();
  private readonly forgot = new EventEmitter<Uri>();
  private readonly subscriptions: Disposable;
  readonly onDidParse = this.fired.event;
  /** A file was closed. */
  readonly onDidForget = this.forgot.event;

  constructor(private readonly log: LogOutputChannel) {
    const watcher = workspace.createFileSystemWatcher('**/*.{yaml,yml}');
    this.subscriptions = Disposable.from(
      this.fired,
      this.forgot,
      watcher,
      watchNamed(
        () => this.all(),
        (document) => this.parseSoon(document),
      ),
      ...[watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete].map((event) =>
        event((uri) => this.touch(uri)),
      ),
      workspace.onDidOpenTextDocument((document) => this.open(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.touch(document.uri)),
      workspace.onDidCloseTextDocument(({ uri }) => this.close(uri)),
    );
    for (const document of workspace.textDocuments) this.open(document);
  }

  /** What was last made of a file; it may be of an older version. */
  latest(uri: Uri): Parsed | undefined {
    return this.parsed.get(uri.toString());
  }

  all(): Parsed[] {
    return [...this.parsed.values()];
  }

  dispose(): void {
    this.subscriptions.dispose();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private open(document: TextDocument): void {
    if (isExperiment(document.uri)) void this.parse(document);
    else this.touch(document.uri);
  }

  private close(uri: Uri): void {
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    if (this.parsed.delete(key)) this.forgot.fire(uri);
    // What was typed there and not saved no longer counts where it is included.
    this.touch(uri);
  }

  /** Parses, after a pause, the file itself and those that include it. */
  private touch(uri: Uri): void {
    const changed = workspace.textDocuments.filter(
      (document) =>
        isExperiment(document.uri) && (document.uri.toString() === uri.toString() || this.includes(document, uri)),
    );
    for (const document of changed) this.parseSoon(document);
  }

  private parseSoon(document: TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => void this.parse(document), pauseMilliseconds),
    );
  }

  private includes({ uri }: TextDocument, included: Uri): boolean {
    const asked = this.latest(uri)?.asked ?? [];
    return asked.some((path) => uriOf(path, uri).toString() === included.toString());
  }

  private async parse(document: TextDocument): Promise<void> {
    const { uri, version } = document;
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    try {
      const written = await parseWithIncludes(document.getText(), pathOf(uri), (path) => readText(uriOf(path, uri)));
      const result = await lookForNamed(written, uri);
      // A later text is parsed after its own pause; included files that changed meanwhile have set the timer again.
      if (document.isClosed || document.version !== version || this.timers.has(key)) return;
      const lastSpec = result.spec ?? this.latest(uri)?.lastSpec;
      const parsed = { ...result, document, version, ...(lastSpec && { lastSpec }) };
      this.parsed.set(key, parsed);
      this.fired.fire(parsed);
    } catch (error) {
      this.log.error(`${pathOf(uri)} could not be checked`, error);
    }
  }
}

/** The files that authoring helps with, whatever file system they are on. */
export const experimentSelector = { language: 'yaml', pattern: experimentFiles };
