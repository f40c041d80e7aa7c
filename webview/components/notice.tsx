import type { JSX } from 'preact';
import type { ToPage } from '../../src/pages/protocol.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { Button } from '../controls.ts';
import { t } from '../l10n.ts';

/** Something to be told in the page, until it is dismissed. */
export type Notice = Pick<Extract<ToPage, { type: 'notice' }>, 'severity' | 'message'>;

interface NoticeLineProps {
  notice: Notice | undefined;
  dismiss(): void;
}

/** Always in the page, so that a screen reader hears what is put into it. */
export function NoticeLine({ notice, dismiss }: NoticeLineProps): JSX.Element {
  return (
    <div role="alert" class={`notice ${notice?.severity ?? ''}`}>
      {notice && (
        <>
          <span>{visibleText(notice.message)}</span>
          <Button appearance="icon" label={t('Dismiss')} onClick={dismiss}>
            ✕
          </Button>
        </>
      )}
    </div>
  );
}
