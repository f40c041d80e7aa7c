import type { Completion } from './completionItem.ts';
import { cursorsAt } from './cursor.ts';
import { keyCompletions } from './keyCompletions.ts';
import { mergedOver } from './outlineValues.ts';
import { pathCompletions, type Surroundings } from './pathCompletions.ts';
import { valueCompletions } from './valueCompletions.ts';
import { withPresets } from './withPresets.ts';

/** All that can be written at a position. */
export async function completionsAt(text: string, offset: number, around: Surroundings): Promise<Completion[]> {
  const found = await Promise.all(
    cursorsAt(text, offset).map(async (cursor) => {
      const document = withPresets(mergedOver(around.included, cursor.document));
      const placed = { ...cursor, document };
      if (placed.slot === 'key') return keyCompletions(placed);
      return [...valueCompletions(placed), ...(await pathCompletions(placed, around))];
    }),
  );
  return found.flat();
}
