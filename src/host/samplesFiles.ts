import {
  type Disposable,
  type Event,
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  FilePermission,
  type FileStat,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  type Uri,
} from 'vscode';
import type { SamplesDocuments } from './samplesDocument.ts';

/**
 * Documents of samples as files that can only be read. Other read-only documents are not opened again when a window is
 * reloaded; files are, and VS Code starts the extension for them.
 */
export class SamplesFiles implements FileSystemProvider {
  private readonly documents: SamplesDocuments;
  private readonly changes = new EventEmitter<FileChangeEvent[]>();
  private readonly listening: Disposable;
  readonly onDidChangeFile: Event<FileChangeEvent[]> = this.changes.event;

  constructor(documents: SamplesDocuments) {
    this.documents = documents;
    this.listening = documents.onDidChange((uri) => this.changes.fire([{ type: FileChangeType.Changed, uri }]));
  }

  async stat(uri: Uri): Promise<FileStat> {
    const { text, madeAt } = await this.documents.read(uri);
    const size = Buffer.byteLength(text);
    return { type: FileType.File, ctime: 0, mtime: madeAt, size, permissions: FilePermission.Readonly };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    return Buffer.from((await this.documents.read(uri)).text);
  }

  /** Changes are told without being asked for. */
  watch(): Disposable {
    return { dispose: () => undefined };
  }

  readDirectory(): [string, FileType][] {
    return [];
  }

  createDirectory(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  delete(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.listening.dispose();
    this.changes.dispose();
  }
}
