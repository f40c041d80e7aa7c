import { randomBytes } from 'node:crypto';
import { env, Uri, type Webview, type WebviewPanel } from 'vscode';
import type { PageKind } from '../pages/protocol.ts';
import type { Lab } from './lab.ts';

export const viewType = (page: PageKind): string => `smoothing-lab.${page}`;

/** The tab's picture. */
export function adorn(lab: Lab, panel: WebviewPanel): void {
  const picture = (theme: string) => Uri.joinPath(lab.context.extensionUri, 'media', `page-${theme}.svg`);
  panel.iconPath = { light: picture('light'), dark: picture('dark') };
}

/** Puts a page of the extension into a webview. Doing it again makes the page anew. */
export async function fillPage(lab: Lab, page: PageKind, webview: Webview): Promise<void> {
  const { pageHtml } = await import('../pages/pageHtml.ts');
  const folder = Uri.joinPath(lab.context.extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  const resource = (name: string) => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
  webview.html = pageHtml(page, {
    source: webview.cspSource,
    script: resource(`${page}.js`),
    style: resource(`${page}.css`),
    nonce: randomBytes(18).toString('base64url'),
    language: env.language,
  });
}

/** Takes what a page says while its host side is loaded, for whoever asks for it first and from then on. */
export function messagesOf(webview: Webview): (receiver: (message: unknown) => void) => void {
  const early: unknown[] = [];
  let receive = (message: unknown): void => void early.push(message);
  webview.onDidReceiveMessage((message) => receive(message));
  return (receiver) => {
    receive = receiver;
    for (const message of early.splice(0)) receiver(message);
  };
}
