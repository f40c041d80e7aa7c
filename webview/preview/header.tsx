import type { JSX } from 'preact';
import { mostSeed } from '../../src/experiment/mostSeed.ts';
import { mostSentences, previewSplits } from '../../src/preview/preview.ts';
import { splitName } from '../../src/samples/names.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { Button, Dropdown } from '../controls.ts';
import { formatNumber } from '../format.ts';
import { t } from '../l10n.ts';
import { NumberField } from './numberField.tsx';
import type { PreviewPageProps } from './previewPage.tsx';

type HeaderProps = Pick<PreviewPageProps, 'subject' | 'preview' | 'busy' | 'layout' | 'setLayout' | 'again'>;

export function Header({ subject, preview, busy, layout, setLayout, again }: HeaderProps): JSX.Element {
  const seed = layout.seed ?? preview?.seed;
  return (
    <header class="preview-header">
      <div class="preview-title">
        <h1>
          <bdi>{visibleText(preview?.variant ?? subject.variant)}</bdi>
        </h1>
        {preview && (
          <span class="quiet">
            {preview.variant !== subject.variant && (
              <>{t('the first setting of the grid {0}', visibleText(subject.variant))} · </>
            )}
            <bdi>{visibleText(preview.experiment)}</bdi> · {t('{0} steps planned', formatNumber(preview.totalSteps))} ·{' '}
            {preview.over === 'classes'
              ? t('{0} classes', formatNumber(preview.classes))
              : t('target vocabulary of {0}', formatNumber(preview.classes))}
          </span>
        )}
      </div>
      <div class="controls">
        <Dropdown
          label={t('Text')}
          value={layout.split}
          options={previewSplits.map((value) => ({ value, text: splitName(value, t) }))}
          onChange={(split) => setLayout({ split })}
        />
        <NumberField
          label={preview?.over === 'classes' ? t('Pictures') : t('Sentences')}
          value={layout.sentences}
          least={1}
          most={mostSentences}
          onChange={(sentences) => setLayout({ sentences })}
        />
        {seed !== undefined && (
          <NumberField
            label={t('Seed')}
            value={seed}
            least={0}
            most={mostSeed}
            onChange={(chosen) => setLayout({ seed: chosen })}
          />
        )}
        <Button onClick={again}>{t('Preview again')}</Button>
        <span role="status" class="quiet">
          {busy !== undefined && working(busy)}
        </span>
      </div>
    </header>
  );
}

const working = (busy: string): string =>
  busy === '' ? t('Making the preview…') : t('Making the preview: {0}', visibleText(busy));
