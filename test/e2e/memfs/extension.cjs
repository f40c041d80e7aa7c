// One folder whose files are in memory, `memfs:/lab`, filled from files.json beside this file.
const { EventEmitter, FileSystemError, FileType, workspace } = require('vscode');

exports.activate = ({ subscriptions }) => {
  const root = '/lab';
  const files = new Map(
    Object.entries(require('./files.json')).map(([name, text]) => [`${root}/${name}`, new TextEncoder().encode(text)]),
  );
  const contentOf = ({ path }) => {
    const content = files.get(path);
    if (content === undefined) throw FileSystemError.FileNotFound(path);
    return content;
  };
  const refuse = (uri) => {
    throw FileSystemError.NoPermissions(uri);
  };
  const provider = {
    onDidChangeFile: new EventEmitter().event,
    watch: () => ({ dispose() {} }),
    stat(uri) {
      const isFolder = uri.path === root || uri.path === '/';
      const size = isFolder ? 0 : contentOf(uri).length;
      return { type: isFolder ? FileType.Directory : FileType.File, ctime: 0, mtime: 0, size };
    },
    readDirectory: () => [...files.keys()].map((path) => [path.slice(root.length + 1), FileType.File]),
    readFile: contentOf,
    writeFile: ({ path }, content) => void files.set(path, content),
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
  subscriptions.push(workspace.registerFileSystemProvider('memfs', provider));
};
