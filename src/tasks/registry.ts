/** Every task, by the name that experiment files use. */
export const tasks = {
  translation: { title: 'Translate sentences of one language into another' },
} as const satisfies Record<string, { title: string }>;
