import { render } from 'preact';

/** A page that does what it is told by the test's messages, to see that the harness notices. */
const vscode = window.acquireVsCodeApi();

window.addEventListener('message', ({ data }) => {
  if (data.type === 'notice') render(<h1>{data.message}</h1>, document.getElementById('page')!);
  if (data.type === 'series') vscode.postMessage({ type: 'save', name: data.run, content: data.values });
});

vscode.postMessage({ type: 'ready', version: 1 });
