import { locate, toPlain } from '../experiment/located.ts';
import { PresetExpander } from '../experiment/variants/expandPresets.ts';
import { usualCorpusOf } from '../experiment/variants/usualCorpusOf.ts';
import { isBlock } from './outlineValues.ts';

/** The document with what presets give beside them, so that an axis whose kind is the preset's is known by it. */
export function withPresets(document: unknown): unknown {
  if (!isBlock(document) || !isBlock(document.variants)) return document;
  const expander = new PresetExpander(usualCorpusOf(document));
  const variants = Object.entries(document.variants).map(([name, variant]) => {
    if (!isBlock(variant) || !Object.hasOwn(variant, 'preset')) return [name, variant];
    const expanded = expander.expand(locate(variant));
    const axes = expanded && toPlain(expanded);
    return [name, isBlock(axes) ? { preset: variant.preset, ...axes } : variant];
  });
  return { ...document, variants: Object.fromEntries(variants) };
}
