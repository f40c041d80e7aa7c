import type { FromPage, ToPage } from '../../src/pages/protocol.ts';
import type { ThemeRecord } from './themes.ts';

/** playwright carries typed arrays into a page and back, but no ArrayBuffers: a message's fields are typed on the way. */
export type Carried<Message> = {
  [Field in keyof Message]: ArrayBuffer extends Message[Field] ? unknown : Message[Field];
};

/** What stands in the page for VS Code, for the test to reach. */
interface StandIn {
  sent: Carried<FromPage>[];
  violations: string[];
  state: unknown;
  post(messages: readonly Carried<ToPage>[]): void;
  /** Posts the messages once the page has said `ready`, at once if it has. */
  answerReady(messages: readonly Carried<ToPage>[]): void;
}

declare global {
  interface Window {
    vsCode: StandIn;
    acquireVsCodeApi(): { postMessage(message: FromPage): void; getState(): unknown; setState(state: unknown): void };
  }
}

interface Surroundings {
  theme: ThemeRecord;
  defaultStyles: string;
  state: unknown;
}

/**
 * Runs in the page before its own script, so it can use nothing from outside its body. Messages are cloned on their
 * way, as VS Code does, and the styles come through the CSSOM, which the content security policy allows.
 */
export function standInForVsCode({ theme, defaultStyles, state }: Surroundings): void {
  let answer: readonly Carried<ToPage>[] | undefined;
  let ready = false;
  const mapFields = (message: object, change: (value: unknown) => unknown) =>
    Object.fromEntries(Object.entries(message).map(([name, value]) => [name, change(value)]));
  const asBuffer = (value: unknown) => (value instanceof Uint8Array ? value.slice().buffer : value);
  const asBytes = (value: unknown) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value);
  const standIn: StandIn = {
    sent: [],
    violations: [],
    state,
    post: (messages) => {
      for (const message of messages) window.postMessage(mapFields(message, asBuffer), '*');
    },
    answerReady: (messages) => {
      if (ready) standIn.post(messages);
      else answer = messages;
    },
  };
  window.vsCode = standIn;
  window.acquireVsCodeApi = () => ({
    postMessage(message) {
      standIn.sent.push(mapFields(structuredClone(message), asBytes) as Carried<FromPage>);
      if (message.type !== 'ready') return;
      ready = true;
      if (answer) standIn.post(answer);
      answer = undefined;
    },
    getState: () => standIn.state,
    setState(next) {
      standIn.state = JSON.parse(JSON.stringify(next));
    },
  });
  window.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
    standIn.violations.push(`policy: ${violatedDirective} blocked ${blockedURI} (${sourceFile}:${lineNumber})`);
  });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(defaultStyles);
  document.adoptedStyleSheets.push(sheet);
  document.addEventListener('readystatechange', () => {
    if (document.readyState !== 'interactive') return;
    for (const [name, value] of Object.entries(theme.variables))
      document.documentElement.style.setProperty(name, value);
    document.body.className = theme.bodyClasses;
    Object.assign(document.body.dataset, theme.bodyData);
  });
}
