import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ComparedSentence, SentenceOrder } from '../../src/pages/protocol.ts';
import { PlainText } from '../components/longText.tsx';
import { Button, Dropdown, TextField } from '../controls.ts';
import { formatNumber } from '../format.ts';
import { t } from '../l10n.ts';
import { metricName } from '../quantities/metricNames.ts';
import { type CompareModel, sentencesShown } from './compareModel.ts';
import type { Layout } from './layout.ts';
import { Sentence } from './sentence.tsx';
import { sentencesCsv } from './sentencesText.ts';

interface SentencesSectionProps {
  model: CompareModel;
  save(name: string, content: string): void;
}

/** The test text sentence by sentence, with what each variant made of it. */
export function SentencesSection({ model, save }: SentencesSectionProps): JSX.Element {
  const { sentences, query } = model;
  const isOld = sentences !== undefined && query !== undefined && !answers(sentences, query);
  const [collecting, setCollecting] = useState(false);
  const collect = (name: string, toText: (all: ComparedSentence[]) => string): void => {
    setCollecting(true);
    void model
      .collectSentences()
      .then((all) => save(name, toText(all)))
      .finally(() => setCollecting(false));
  };
  return (
    <section aria-labelledby="sentences-title">
      <div class="section-head">
        <h2 id="sentences-title">{t('Test sentences')}</h2>
        <span class="actions">
          <Button
            label={t('Sentences as CSV')}
            disabled={collecting}
            onClick={() => collect('sentences.csv', sentencesCsv)}
          >
            CSV
          </Button>
          <Button
            label={t('Sentences as JSON')}
            disabled={collecting}
            onClick={() => collect('sentences.json', (all) => JSON.stringify(all, null, 2))}
          >
            JSON
          </Button>
        </span>
      </div>
      <SentenceControls model={model} />
      <Pager model={model} label={t('Pages of sentences')} />
      {sentences?.reason !== undefined && (
        <p class="quiet">
          <PlainText text={sentences.reason} />
        </p>
      )}
      <ol class="sentences" aria-label={t('Test sentences')} aria-busy={isOld}>
        {sentences?.sentences.map((sentence) => (
          <Sentence key={sentence.example} model={model} sentence={sentence} />
        ))}
      </ol>
      {(sentences?.total ?? 0) > sentencesShown && <Pager model={model} label={t('Pages of sentences, below')} />}
    </section>
  );
}

const answers = (
  { order, first, metric }: { order: string; first: number; metric: string },
  query: { order: string; first: number; metric: string },
): boolean => order === query.order && first === query.first && metric === query.metric;

type Against = Layout['sentences']['against'];

function SentenceControls({ model }: { model: CompareModel }): JSX.Element {
  const { order, filter, against, seed } = model.layout.sentences;
  const { base = '', other = '', metric } = model;
  const scored = metric === undefined ? '' : metricName(metric);
  const seeds = [...new Set(model.rows.flatMap((row) => row.seeds))].sort((a, b) => a - b);
  const orders: { value: SentenceOrder; text: string }[] = [
    { value: 'document', text: t('Document order') },
    { value: 'disagreement', text: t('Disagreement') },
    { value: 'better', text: t('{0}: better than {1}', scored, base) },
    { value: 'worse', text: t('{0}: worse than {1}', scored, base) },
  ];
  return (
    <div class="controls">
      <TextField
        label={t('Only sentences with this text')}
        placeholder={t('Filter by text')}
        value={filter}
        onInput={(text) => model.changeSentences({ filter: text })}
      />
      <Dropdown
        label={t('Order of the sentences')}
        value={order}
        options={orders}
        onChange={(next) => model.changeSentences({ order: next })}
      />
      {(order === 'better' || order === 'worse') && (
        <Dropdown
          label={t('Variant whose scores decide')}
          value={other}
          options={model.reported
            .filter(({ label }) => label !== base)
            .map(({ label }) => ({ value: label, text: label }))}
          onChange={(next) => model.changeSentences({ other: next })}
        />
      )}
      <span class="labelled">
        <span aria-hidden="true">{t('Differences to')}</span>
        <Dropdown<Against>
          label={t('Differences to')}
          value={against}
          options={[
            { value: 'reference', text: t('Reference') },
            { value: 'base', text: base === '' ? t('Base') : base },
            { value: 'nothing', text: t('Nothing') },
          ]}
          onChange={(next) => model.changeSentences({ against: next, first: model.layout.sentences.first })}
        />
      </span>
      {seeds.length > 1 && (
        <span class="labelled">
          <span aria-hidden="true">{t('Seed')}</span>
          <Dropdown
            label={t('Seed')}
            value={seed === undefined ? '' : String(seed)}
            options={[
              { value: '', text: t('All') },
              ...seeds.map((each) => ({ value: String(each), text: String(each) })),
            ]}
            onChange={(next) =>
              model.changeSentences({
                seed: next === '' ? undefined : Number(next),
                first: model.layout.sentences.first,
              })
            }
          />
        </span>
      )}
    </div>
  );
}

function Pager({ model, label }: { model: CompareModel; label: string }): JSX.Element {
  const total = model.sentences?.total ?? 0;
  const { first } = model.layout.sentences;
  const go = (to: number): void => model.changeSentences({ first: to });
  const last = Math.max(0, Math.floor((total - 1) / sentencesShown) * sentencesShown);
  return (
    <nav class="pager" aria-label={label}>
      <Button label={t('First page')} disabled={first === 0} onClick={() => go(0)}>
        «
      </Button>
      <Button label={t('Previous page')} disabled={first === 0} onClick={() => go(Math.max(0, first - sentencesShown))}>
        ‹
      </Button>
      <span class="pager-place">
        {total === 0
          ? t('No sentences')
          : t(
              '{0}–{1} of {2}',
              formatNumber(first + 1),
              formatNumber(Math.min(total, first + sentencesShown)),
              formatNumber(total),
            )}
      </span>
      <Button label={t('Next page')} disabled={first >= last} onClick={() => go(first + sentencesShown)}>
        ›
      </Button>
      <Button label={t('Last page')} disabled={first >= last} onClick={() => go(last)}>
        »
      </Button>
    </nav>
  );
}
