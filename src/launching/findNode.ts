/** A program that runs JavaScript as Node does, with what its environment needs for that. */
export interface FoundNode {
  node: string;
  version: string;
  environment: Record<string, string>;
}

export interface NodeSearch {
  /** The setting smoothing-lab.nodePath; empty when it is not set. */
  setting?: string;
  /** The host's process.execPath: Electron, or the server's own Node. */
  execPath: string;
}

/** The first that works, or why each does not, a sentence each. */
export async function findNode(_search: NodeSearch): Promise<FoundNode | { problems: string[] }> {
  throw new Error('not written yet');
}
