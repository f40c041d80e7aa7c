import type { Lab } from './lab.ts';

export function registerQuickFixes(_lab: Lab): void {}
