import { lossSmoothing } from './lossSmoothing.ts';
import type { Preset } from './preset.ts';
import { scheduledSampling } from './scheduledSampling.ts';
import { tokenObjectives } from './tokenObjectives.ts';

/** Variants of the documents' tables by the names that files use. `-code`: as published code does otherwise. */
export const presets: Readonly<Record<string, Preset>> = { ...tokenObjectives, ...lossSmoothing, ...scheduledSampling };

export const presetNames: readonly string[] = Object.keys(presets);
