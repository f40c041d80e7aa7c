import type { JSX } from 'preact';
import { t } from '../l10n.ts';

/** In place of a page whose host speaks another version of the protocol. */
export function OtherVersion(): JSX.Element {
  return (
    <main class="waiting">
      <h1>{t('Smoothing Lab was updated')}</h1>
      <p>{t('Close this page and open it again, or run "Developer: Reload Window".')}</p>
    </main>
  );
}
