import { window } from 'vscode';
import { notificationText } from './plainText.ts';

// Every notification is shown by one of these, whoever's text it holds. Each answers with the action that was chosen.

export const tell = (message: string, ...actions: string[]): Thenable<string | undefined> =>
  window.showInformationMessage(notificationText(message), ...actions);

export const tellWarning = (message: string, ...actions: string[]): Thenable<string | undefined> =>
  window.showWarningMessage(notificationText(message), ...actions);

export const tellError = (message: string, ...actions: string[]): Thenable<string | undefined> =>
  window.showErrorMessage(notificationText(message), ...actions);
