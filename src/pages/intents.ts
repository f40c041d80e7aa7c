import type { PageActions, PageServices } from './pageSession.ts';
import type { FromPage } from './protocol.ts';

/** Has VS Code do what a page asks of it. A page can speak of runs that are known, and of nothing else on the disk. */
export function act(message: FromPage, { index, actions }: PageServices): void {
  if ('run' in message && index.run(message.run) === undefined) return;
  switch (message.type) {
    case 'stop':
    case 'resume':
    case 'rerun':
    case 'openRun':
    case 'openExperiment':
    case 'openSamples':
    case 'openLog':
      actions[message.type](message.run);
      break;
    case 'compare':
      actions.compare(message.runs.filter((run) => index.run(run) !== undefined));
      break;
    default:
      actOnText(message, actions);
  }
}

/** What any page may ask: to save or copy what it shows, and to log what went wrong in it. */
export function actOnText(message: FromPage, actions: Pick<PageActions, 'save' | 'copy' | 'log'>): void {
  switch (message.type) {
    case 'save':
      actions.save(message.name, message.content);
      break;
    case 'copy':
      actions.copy(message.text);
      break;
    case 'fault':
      actions.log(`A page reports: ${message.message}`);
      break;
    default:
  }
}
