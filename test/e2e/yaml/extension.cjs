// Stands in for Red Hat's YAML extension, which registries of packages do not have: its language server, started by
// the client, with the selector and the announcements of its version 1.25.0.
/* global SERVER_MODULE: set when this is bundled. */
const { workspace } = require('vscode');
const { LanguageClient, RevealOutputChannelOn, TransportKind } = require('vscode-languageclient/node');

let client;

exports.activate = async (context) => {
  const server = { module: SERVER_MODULE, transport: TransportKind.ipc };
  client = new LanguageClient('yaml', 'YAML Support', server, {
    documentSelector: [{ language: 'yaml' }, { language: 'dockercompose' }, { pattern: '*.y(a)ml' }],
    synchronize: {
      fileEvents: ['**/*.?(e)y?(a)ml', '**/*.json'].map((files) => workspace.createFileSystemWatcher(files)),
    },
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  });
  context.subscriptions.push(client.start());
  await client.onReady();
  client.sendNotification('json/schemaAssociations', []);
};

exports.deactivate = () => client?.stop();
