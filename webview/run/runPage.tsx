import type { JSX } from 'preact';
import type { Notice } from '../../src/pages/protocol.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import type { ChartGroup } from '../charts/chartTypes.ts';
import { NoticeLine } from '../components/notice.tsx';
import { PopoverArea } from '../components/popover.tsx';
import { Section } from '../components/section.tsx';
import { formatNumber } from '../format.ts';
import { inFileName } from '../inFileName.ts';
import { t } from '../l10n.ts';
import type { RunStore } from '../state.ts';
import { Charts } from './charts.tsx';
import { Configuration } from './configuration.tsx';
import { EventList } from './eventList.tsx';
import { Figures, metricsOf } from './figures.tsx';
import { Header } from './header.tsx';
import type { Layout } from './layout.ts';
import type { SampleCache } from './sampleCache.ts';
import { SampleBrowser } from './samples.tsx';

interface RunPageProps {
  run: string;
  trusted: boolean;
  store: RunStore;
  cache: SampleCache;
  group: ChartGroup;
  notice: Notice | undefined;
  dismiss(): void;
  layout: Layout;
  setLayout(changed: Partial<Layout>): void;
}

export function RunPage(props: RunPageProps): JSX.Element {
  const { run, trusted, store, cache, group, notice, dismiss, layout, setLayout } = props;
  const view = store.view(run);
  if (view === undefined) return <Waiting {...props} />;
  const { manifest, state } = view;
  const metrics = metricsOf(state, manifest.settings);
  const folding = { closed: layout.closed, setClosed: (closed: string[]) => setLayout({ closed }) };
  const events = store.events(run);
  return (
    <>
      <Header view={view} trusted={trusted} />
      <NoticeLine notice={notice} dismiss={dismiss} />
      <div class="run-body">
        <main>
          <Figures state={state} metrics={metrics} />
          <Section id="curves" title={t('Curves')} {...folding}>
            <Charts
              store={store}
              run={run}
              group={group}
              fileName={inFileName(`${manifest.variant}-seed${manifest.seed}`)}
              metrics={metrics}
              look={layout}
              setLook={setLayout}
            />
          </Section>
          <Section id="samples" title={t('Samples')} {...folding}>
            <PopoverArea>
              <SampleBrowser
                run={run}
                seed={manifest.seed}
                steps={store.sampleSteps(run)}
                cache={cache}
                chosen={layout}
                choose={setLayout}
              />
            </PopoverArea>
          </Section>
          <Section id="events" title={t('Events ({0})', formatNumber(events.length))} {...folding}>
            <EventList
              events={events}
              routine={layout.routineEvents}
              setRoutine={(routineEvents) => setLayout({ routineEvents })}
            />
          </Section>
        </main>
        <aside aria-label={t('Configuration')}>
          <Section id="configuration" title={t('Configuration')} {...folding}>
            <Configuration manifest={manifest} />
          </Section>
        </aside>
      </div>
    </>
  );
}

function Waiting({ store, run, notice, dismiss }: RunPageProps): JSX.Element {
  return (
    <main class="waiting">
      <h1>{store.isGone(run) ? t('This run is gone') : t('Reading the run…')}</h1>
      <p class="quiet">
        <bdi>{visibleText(run)}</bdi>
      </p>
      <NoticeLine notice={notice} dismiss={dismiss} />
    </main>
  );
}
