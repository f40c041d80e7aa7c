import { analyses } from '../../src/analyses/registry.ts';
import { visibleText } from '../../src/samples/visibleText.ts';

type Known = (typeof analyses)[keyof typeof analyses];

/** What is known of an analysis; nothing where another version has made it. */
export const knownAnalysis = (name: string): Known | undefined =>
  Object.hasOwn(analyses, name) ? analyses[name as keyof typeof analyses] : undefined;

export const analysisTitle = (name: string): string => knownAnalysis(name)?.title ?? visibleText(name);
