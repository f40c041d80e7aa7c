import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { until } from '../until.ts';
import { installYaml } from './installYaml.ts';

interface Place {
  line: number;
  character: number;
}

/** As the Language Server Protocol has it: 1 is an error, 3 an information. Lines count from 0. */
export interface ServerDiagnostic {
  range: { start: Place; end: Place };
  severity: number;
  message: string;
  source: string;
}

interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

/** What the extension's settings are unless somebody changes them, but for what needs a network. */
const settings = {
  validate: true,
  hover: true,
  hoverAnchor: true,
  completion: true,
  format: { enable: true },
  schemaStore: { enable: false },
  kubernetesCRDStore: { enable: false },
};

const capabilities = {
  workspace: { configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } },
  textDocument: { completion: { completionItem: { snippetSupport: true } }, hover: { contentFormat: ['markdown'] } },
};

/** The language server of Red Hat's YAML extension in a process of its own, as any editor talks to it. */
export class LanguageServer {
  private readonly child;
  private readonly answers = new Map<number, (message: Message) => void>();
  private readonly diagnostics = new Map<string, ServerDiagnostic[]>();
  private received = Buffer.alloc(0);
  private asked = 0;

  private constructor(program: string) {
    this.child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdout.on('data', (bytes: Buffer) => this.receive(bytes));
  }

  static async start(folder: string): Promise<LanguageServer> {
    const server = new LanguageServer((await installYaml()).program);
    const rootUri = pathToFileURL(folder).href;
    const workspaceFolders = [{ uri: rootUri, name: 'folder' }];
    await server.ask('initialize', { processId: process.pid, rootUri, workspaceFolders, capabilities });
    server.tell('initialized', {});
    server.tell('workspace/didChangeConfiguration', { settings: { yaml: settings } });
    return server;
  }

  /** Opens a text as a file, and gives what it finds wrong in it. */
  async check(file: string, text: string): Promise<ServerDiagnostic[]> {
    const uri = pathToFileURL(file).href;
    this.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return until(`${file} is checked`, 20_000, () => this.diagnostics.get(uri));
  }

  async completions(file: string, place: Place): Promise<string[]> {
    const found = await this.at<{ items: { label: string }[] }>('completion', file, place);
    return found.items.map(({ label }) => label);
  }

  async hover(file: string, place: Place): Promise<string | undefined> {
    return (await this.at<{ contents: { value: string } } | null>('hover', file, place))?.contents.value;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill();
    await ended;
  }

  private at<T>(request: string, file: string, position: Place): Promise<T> {
    const textDocument = { uri: pathToFileURL(file).href };
    return this.ask(`textDocument/${request}`, { textDocument, position }) as Promise<T>;
  }

  private ask(method: string, params: unknown): Promise<unknown> {
    this.asked += 1;
    const id = this.asked;
    return new Promise((done, fail) => {
      this.answers.set(id, ({ result, error }) => (error ? fail(new Error(error.message)) : done(result)));
      this.send({ id, method, params });
    });
  }

  private tell(method: string, params: unknown): void {
    this.send({ method, params });
  }

  private send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  private receive(bytes: Buffer): void {
    this.received = Buffer.concat([this.received, bytes]);
    for (;;) {
      const headEnd = this.received.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(this.received.subarray(0, headEnd).toString())?.[1]);
      const end = headEnd + 4 + length;
      if (headEnd < 0 || this.received.length < end) return;
      const body = this.received.subarray(headEnd + 4, end).toString();
      this.received = this.received.subarray(end);
      this.take(JSON.parse(body) as Message);
    }
  }

  private take({ id, method, params, ...answer }: Message): void {
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: ServerDiagnostic[] };
      this.diagnostics.set(uri, diagnostics);
    } else if (method === 'workspace/configuration') {
      const { items } = params as { items: { section: string }[] };
      this.send({ id, result: items.map(({ section }) => (section === 'yaml' ? settings : null)) });
    } else if (method !== undefined && id !== undefined) {
      this.send({ id, result: null });
    } else if (id !== undefined) {
      this.answers.get(id)?.(answer);
      this.answers.delete(id);
    }
  }
}
