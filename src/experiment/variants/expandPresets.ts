import { nearest } from '../expected.ts';
import { type Located, type LocatedMap, locate, type Place, problemAt } from '../located.ts';
import { type CorpusName, corpora } from '../presets/corpora.ts';
import { presetNames, presets } from '../presets/registry.ts';
import type { Problem } from '../problem.ts';
import { mergeBlocks } from './mergeBlocks.ts';

/** A preset as a variant names it. */
interface Reference {
  name: string;
  corpus: CorpusName;
  /** Where what the preset gives is said to stand. */
  at: Place;
}

/** Writes a variant's preset out: what the variant says itself wins. */
export class PresetExpander {
  readonly problems: Problem[] = [];
  private readonly usual: CorpusName;

  /** `usual`: whose constants presets have unless they name another corpus. */
  constructor(usual: CorpusName) {
    this.usual = usual;
  }

  /** The variant as a block of axes; as it is where it names no preset; undefined where it names none that there is. */
  expand(variant: Located): Located | undefined {
    if (variant.kind === 'scalar' && typeof variant.value === 'string') {
      const reference = this.named(variant, variant.at, this.usual);
      return reference && writtenOut(reference);
    }
    const preset = variant.kind === 'map' ? variant.entries.get('preset') : undefined;
    if (variant.kind !== 'map' || preset === undefined) return variant;
    const reference = this.reference(preset.value, preset.key);
    if (reference === undefined) return undefined;
    const entries = [...variant.entries].filter(([name]) => name !== 'preset');
    const own = entries.map(([name, entry]) => [name, { ...entry, value: asBlock(entry.value) }] as const);
    return mergeBlocks(writtenOut(reference), { ...variant, entries: new Map(own) }, () => true);
  }

  private reference(value: Located, at: Place): Reference | undefined {
    if (value.kind !== 'map') return this.named(value, at, this.usual);
    const unknown = [...value.entries].find(([name]) => name !== 'name' && name !== 'corpus');
    if (unknown) {
      const [name, { key }] = unknown;
      return this.refuse(key, 'unknown-key', `\`preset\` has no key \`${name}\``, 'one of: name, corpus');
    }
    const corpus = this.corpus(value.entries.get('corpus')?.value);
    const name = value.entries.get('name');
    if (name === undefined) return this.refuse(at, 'missing-key', '`preset.name` is missing', expectedPreset);
    return corpus && this.named(name.value, at, corpus);
  }

  private named(value: Located, at: Place, corpus: CorpusName): Reference | undefined {
    const name = value.kind === 'scalar' ? value.value : undefined;
    if (typeof name === 'string' && Object.hasOwn(presets, name)) return { name, corpus, at };
    const suggestion = typeof name === 'string' ? nearest(name, presetNames) : undefined;
    const message = typeof name === 'string' ? `there is no preset \`${name.slice(0, 60)}\`` : 'this is no preset';
    return this.refuse(value.at, 'unknown-preset', message, expectedPreset, suggestion);
  }

  private corpus(value: Located | undefined): CorpusName | undefined {
    if (value === undefined) return this.usual;
    const names = Object.keys(corpora) as CorpusName[];
    const found = value.kind === 'scalar' ? names.find((name) => name === value.value) : undefined;
    return found ?? this.refuse(value.at, 'invalid-value', 'this is no corpus', `one of: ${names.join(', ')}`);
  }

  private refuse(at: Place, code: string, message: string, expected: string, suggestion?: string): undefined {
    this.problems.push(
      problemAt(at, { code, severity: 'error', message, expected, ...(suggestion !== undefined && { suggestion }) }),
    );
    return undefined;
  }
}

const expectedPreset = 'the name of a preset, which `smoothing-lab presets` lists';

const writtenOut = ({ name, corpus, at }: Reference): LocatedMap =>
  locate(presets[name]?.objective(corpora[corpus]), at) as LocatedMap;

/** An axis may be a name alone, which is the block of that kind. */
function asBlock(value: Located): Located {
  const isName = value.kind === 'scalar' && typeof value.value === 'string';
  return isName ? { kind: 'map', entries: new Map([['kind', { key: value.at, value }]]), at: value.at } : value;
}
