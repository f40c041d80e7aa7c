import { analyses } from '../../src/analyses/registry.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { t } from '../l10n.ts';

type Known = (typeof analyses)[keyof typeof analyses];

/** What is known of an analysis; nothing where another version has made it. */
export const knownAnalysis = (name: string): Known | undefined =>
  Object.hasOwn(analyses, name) ? analyses[name as keyof typeof analyses] : undefined;

export function analysisTitle(name: string): string {
  const known = knownAnalysis(name);
  return known ? t(known.title) : visibleText(name);
}
