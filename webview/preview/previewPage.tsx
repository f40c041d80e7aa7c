import type { JSX } from 'preact';
import type { Notice, PreviewSubject } from '../../src/pages/protocol.ts';
import type { Preview } from '../../src/preview/preview.ts';
import type { ChartGroup } from '../charts/chartTypes.ts';
import { NoticeLine } from '../components/notice.tsx';
import { PopoverArea } from '../components/popover.tsx';
import { Section } from '../components/section.tsx';
import { inFileName } from '../inFileName.ts';
import { t } from '../l10n.ts';
import { Header } from './header.tsx';
import type { Layout } from './layout.ts';
import { Methods } from './methods.tsx';
import { SampledSequences } from './sampledSequences.tsx';
import { Schedules } from './schedules.tsx';
import { Sentences } from './sentences.tsx';
import { ValuesByWord } from './wordValues.tsx';

export interface PreviewPageProps {
  subject: PreviewSubject;
  preview: Preview | undefined;
  notice: Notice | undefined;
  dismiss(): void;
  busy: string | undefined;
  layout: Layout;
  setLayout(changed: Partial<Layout>): void;
  again(): void;
  groups: Record<'distance' | 'step' | 'rank', ChartGroup>;
  revision: number;
}

export function PreviewPage(props: PreviewPageProps): JSX.Element {
  const { preview, notice, dismiss } = props;
  return (
    <>
      <Header {...props} />
      <NoticeLine notice={notice} dismiss={dismiss} />
      {preview && (
        <main>
          <Parts {...props} preview={preview} />
        </main>
      )}
    </>
  );
}

/** What the variant has nothing of is not there. */
function Parts(props: PreviewPageProps & { preview: Preview }): JSX.Element {
  const { preview, layout, setLayout, groups, revision } = props;
  const { methods, sequences, schedules, wordValues, samples, seed, over } = preview;
  const folding = { closed: layout.closed, setClosed: (closed: string[]) => setLayout({ closed }) };
  const fileName = inFileName(preview.variant);
  const charts = { fileName, revision };
  const targets = methods.find(({ axis }) => axis === 'targets');
  return (
    <>
      <Section id="objective" title={t('Objective')} {...folding}>
        <Methods methods={methods} />
      </Section>
      {sequences && (
        <Section id="sequences" title={t('Sampled sequences')} {...folding}>
          <SampledSequences sequences={sequences} group={groups.distance} {...charts} />
        </Section>
      )}
      {schedules.length > 0 && (
        <Section id="schedules" title={t('Schedules')} {...folding}>
          <Schedules schedules={schedules} group={groups.step} {...charts} />
        </Section>
      )}
      {wordValues.length > 0 && (
        <Section id="words" title={over === 'classes' ? t('Values by class') : t('Values by word')} {...folding}>
          <ValuesByWord words={wordValues} group={groups.rank} {...charts} />
        </Section>
      )}
      <Section id="sentences" title={over === 'classes' ? t('Pictures') : t('Sentences')} {...folding}>
        <PopoverArea>
          <Sentences samples={samples} seed={seed} areTargetsKnown={targets?.dependsOn === undefined} />
        </PopoverArea>
      </Section>
    </>
  );
}
