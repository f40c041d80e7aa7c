import type { JSX } from 'preact';
import type { Notice } from '../../src/pages/protocol.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { Button } from '../controls.ts';
import { t } from '../l10n.ts';

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
