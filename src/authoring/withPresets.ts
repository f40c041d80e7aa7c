import { locate, toPlain } from '../experiment/located.ts';
import { SourceText } from '../experiment/sourceText.ts';
import { PresetExpander } from '../experiment/variants/expandPresets.ts';

const nowhere = { source: new SourceText('', ''), start: 0, end: 0 };

/** The document with what presets give beside them, so that an axis whose kind is the preset's is known by it. */
export function withPresets(document: unknown): unknown {
  if (!isBlock(document) || !isBlock(document.variants)) return document;
  const expander = new PresetExpander();
  const variants = Object.entries(document.variants).map(([name, variant]) => {
    if (!isBlock(variant) || !Object.hasOwn(variant, 'preset')) return [name, variant];
    const expanded = expander.expand(locate(variant, nowhere));
    const axes = expanded && toPlain(expanded);
    return [name, isBlock(axes) ? { preset: variant.preset, ...axes } : variant];
  });
  return { ...document, variants: Object.fromEntries(variants) };
}

const isBlock = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
