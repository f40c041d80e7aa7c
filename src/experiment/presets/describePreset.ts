import { flowText } from '../flowText.ts';
import { type CorpusName, corpora } from './corpora.ts';
import { presets } from './registry.ts';

/** A preset's title, its reference, and each axis that it chooses, with its parameters. */
export function describePreset(name: string, corpus: CorpusName): { title: string; reference: string; axes: string[] } {
  const { title = '', reference = '', objective } = presets[name] ?? {};
  const chosen = Object.entries(objective?.(corpora[corpus]) ?? {});
  return { title, reference, axes: chosen.map(([axis, block]) => `${axis}: ${flowText(block)}`) };
}
