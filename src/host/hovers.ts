import type { Lab } from './lab.ts';
import type { ParsedExperiments } from './parsedExperiments.ts';

export function registerHovers(_lab: Lab, _parsed: ParsedExperiments): void {}
