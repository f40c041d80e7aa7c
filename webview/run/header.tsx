import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RunView } from '../../src/pages/protocol.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { post } from '../channel.ts';
import { StateBadge } from '../components/stateBadge.tsx';
import { Button } from '../controls.ts';
import { formatNumber, formatPercent, formatSeconds } from '../format.ts';
import { t } from '../l10n.ts';

interface HeaderProps {
  view: RunView;
  trusted: boolean;
}

export function Header({ view, trusted }: HeaderProps): JSX.Element {
  const { manifest, state } = view;
  return (
    <header class="run-header">
      <div class="run-title">
        <h1>
          <bdi>{visibleText(manifest.variant)}</bdi>
        </h1>
        <span class="quiet">
          {t('seed {0}', manifest.seed)} · <bdi>{visibleText(manifest.experiment)}</bdi>
        </span>
        <span role="status">
          <StateBadge status={state.status} />
        </span>
      </div>
      <Actions view={view} trusted={trusted} />
      <Progress view={view} />
    </header>
  );
}

const patienceMilliseconds = 10_000;

function Actions({ view, trusted }: HeaderProps): JSX.Element {
  const { run, canStop, canResume, state } = view;
  const [asked, setAsked] = useState(false);
  // It has happened, something else has, or nothing has and may be asked for again.
  useEffect(() => {
    if (!asked) return;
    const again = setTimeout(() => setAsked(false), patienceMilliseconds);
    return () => clearTimeout(again);
  }, [asked]);
  useEffect(() => setAsked(false), [state.status]);
  const ask = (type: 'stop' | 'resume') => () => {
    setAsked(true);
    post({ type, run });
  };
  return (
    <div class="actions">
      {canStop && (
        <Button onClick={ask('stop')} disabled={asked}>
          {asked ? t('Stopping…') : t('Stop')}
        </Button>
      )}
      {canResume && trusted && (
        <Button appearance="primary" onClick={ask('resume')} disabled={asked}>
          {t('Resume')}
        </Button>
      )}
      {!canStop && trusted && <Button onClick={() => post({ type: 'rerun', run })}>{t('Run again')}</Button>}
      <Button onClick={() => post({ type: 'compare', runs: [run] })}>{t('Compare')}</Button>
      <Button onClick={() => post({ type: 'openExperiment', run })}>{t('Open experiment')}</Button>
      <Button onClick={() => post({ type: 'openLog', run })}>{t('Open log')}</Button>
    </div>
  );
}

/** Always there, so that nothing moves when a run starts or ends. */
function Progress({ view: { state, secondsLeft, tokensPerSecond } }: { view: RunView }): JSX.Element {
  const { step, totalSteps, stepsPerEpoch, seconds, ended, status } = state;
  const share = totalSteps ? step / totalSteps : 0;
  const facts = [
    totalSteps ? t('step {0} of {1}', formatNumber(step), formatNumber(totalSteps)) : t('step {0}', formatNumber(step)),
    stepsPerEpoch && t('epoch {0}', (step / stepsPerEpoch).toFixed(1)),
    t('trained for {0}', formatSeconds(seconds)),
    typeof tokensPerSecond === 'number' && t('{0} tokens/s', formatNumber(Math.round(tokensPerSecond))),
    status === 'running' && typeof secondsLeft === 'number' && t('{0} left', formatSeconds(secondsLeft)),
    ended && status !== 'running' && visibleText(ended.reason),
  ];
  return (
    <div class="progress">
      <progress max={1} value={share} aria-label={t('Progress')} />
      <span class="progress-share">{formatPercent(share, 0)}</span>
      <span class="quiet progress-facts">{facts.filter(Boolean).join(' · ')}</span>
    </div>
  );
}
