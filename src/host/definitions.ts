import type { Lab } from './lab.ts';

export function registerDefinitions(_lab: Lab): void {}
