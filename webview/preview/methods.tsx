import type { JSX } from 'preact';
import { flowText } from '../../src/experiment/flowText.ts';
import type { PreviewedMethod } from '../../src/preview/preview.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { t } from '../l10n.ts';

/** The choice on each axis: what it is, with its equation and its source. */
export function Methods({ methods }: { methods: readonly PreviewedMethod[] }): JSX.Element {
  return (
    <dl class="methods">
      {methods.map((method) => (
        <div key={method.axis}>
          <dt>{method.axis}</dt>
          <dd>
            <Method method={method} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Method({ method }: { method: PreviewedMethod }): JSX.Element {
  const { kind, parameters, title, formula, reference, dependsOn, isScheduled } = method;
  const settings = Object.entries(parameters).map(([name, value]) => `${name}: ${flowText(value)}`);
  return (
    <>
      <div>
        <code class="method-kind">{kind}</code> <span class="quiet">{title}</span>
      </div>
      <div class="formula">{formula}</div>
      {settings.length > 0 && <div class="method-settings">{visibleText(settings.join(' · '))}</div>}
      <div class="quiet">{reference}</div>
      {dependsOn && <div class="note">{unknown(dependsOn)}</div>}
      {isScheduled && !dependsOn && <div class="note">{t('Shown as it is once its schedules have run.')}</div>}
    </>
  );
}

const unknown = (dependsOn: NonNullable<PreviewedMethod['dependsOn']>): string =>
  dependsOn === 'teacher'
    ? t("Not shown here: it depends on a teacher's output.")
    : t("Not shown here: it depends on the model's own output in training.");
