import { visibleText } from '../samples/visibleText.ts';

// Names, paths and messages are anybody's text, and VS Code reads more than text out of some that it is given.

/** For quick picks, lenses and the status bar, where `$(name)` would be an icon. */
export const labelText = (text: string): string => visibleText(text).replaceAll('$(', '$ (');

const longestNotification = 300;

/** For a notification, where `[text](command:...)` would be a link that runs a command. One line, and not a long one. */
export function notificationText(text: string): string {
  const line = visibleText(text.trim().replaceAll(/\s+/g, ' ')).replaceAll('](', '] (');
  return line.length > longestNotification ? `${line.slice(0, longestNotification - 1)}…` : line;
}
