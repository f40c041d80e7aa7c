import type { JSX } from 'preact';
import type { ComparedRow } from '../../src/pages/protocol.ts';
import { allSettings } from '../../src/runs/settings.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { PlainText } from '../components/longText.tsx';
import { Button, Checkbox } from '../controls.ts';
import { t } from '../l10n.ts';
import type { CompareModel } from './compareModel.ts';
import { Swatch, useTheme } from './swatch.tsx';
import { csv, type TextTable } from './tableText.ts';

interface ParametersSectionProps {
  model: CompareModel;
  save(name: string, content: string): void;
}

/** The settings in which the rows differ, or all of them with the differing ones set apart. */
export function ParametersSection({ model, save }: ParametersSectionProps): JSX.Element {
  const theme = useTheme();
  const { rows, layout } = model;
  const differing = model.comparison?.differing ?? [];
  const settings = layout.allParameters ? allSettingsOf(model) : differing;
  const differingPaths = new Set(differing.map(({ path }) => path));
  return (
    <section aria-labelledby="parameters-title">
      <div class="section-head">
        <h2 id="parameters-title">{t('Parameters')}</h2>
        <Checkbox checked={layout.allParameters} onChange={(allParameters) => model.change({ allParameters })}>
          {t('Show all')}
        </Checkbox>
        <span class="actions">
          <Button label={t('Parameters as CSV')} onClick={() => save('parameters.csv', csv(textTable(rows, settings)))}>
            CSV
          </Button>
        </span>
      </div>
      {settings.length === 0 ? (
        <p class="quiet">
          {rows.length < 2 ? t('Choose two variants to see what differs.') : t('No setting differs but the seed.')}
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
        <section class="table-scroll" tabIndex={0} aria-label={t('Parameters of the variants')}>
          <table class="parameters">
            <caption class="spoken">{t('Parameters of the variants')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('Setting')}</th>
                {rows.map(({ label }) => (
                  <th key={label} scope="col">
                    <Swatch theme={theme} series={model.seriesOf(label)} /> <bdi>{visibleText(label)}</bdi>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {settings.map(({ path, values }) => (
                <tr key={path} class={layout.allParameters && differingPaths.has(path) ? 'differs' : undefined}>
                  <th scope="row">{visibleText(path)}</th>
                  {rows.map(({ label }, index) => (
                    <td key={label}>
                      <PlainText text={textOf(values[index])} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

/** Of the first run of each row, as in the comparison. */
function allSettingsOf({ rows, store }: CompareModel) {
  const views = rows.map(({ runs: [run = ''] }) => store.view(run));
  const known = views.flatMap((view) => view?.manifest ?? []);
  return known.length === rows.length ? allSettings(known).sort((a, b) => (a.path < b.path ? -1 : 1)) : [];
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const textTable = (
  rows: readonly ComparedRow[],
  settings: readonly { path: string; values: unknown[] }[],
): TextTable => ({
  headings: ['setting', ...rows.map(({ label }) => label)],
  rows: settings.map(({ path, values }) => [path, ...rows.map((_, index) => textOf(values[index]))]),
});
