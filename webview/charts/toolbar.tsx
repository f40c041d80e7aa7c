import { useContext, useRef } from 'preact/hooks';
import { t } from '../l10n.ts';
import type { ChartView } from './chartView.ts';
import { ExportMenu } from './exportMenu.tsx';
import { useLayoutOf, useRovingFocus } from './hooks.ts';
import { Icon, type IconName } from './icon.tsx';
import { ThemeContext } from './sample.tsx';

const zoomStep = 1.5;

interface ToolbarProps {
  view: ChartView;
  table: boolean;
  setTable(shown: boolean): void;
}

/** Everything that a pointer can do to a chart, as buttons. */
export function Toolbar({ view, table, setTable }: ToolbarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const theme = useContext(ThemeContext);
  useRovingFocus(bar);
  useLayoutOf(view);
  const button = (icon: IconName, name: string, act: () => void, disabled = false) => (
    <button type="button" aria-label={name} title={name} aria-disabled={disabled} onClick={() => disabled || act()}>
      <Icon name={icon} />
    </button>
  );
  return (
    <div ref={bar} class="chart-toolbar" role="toolbar" aria-label={t('Tools of {0}', view.props.title)}>
      {button('zoomIn', t('Zoom in'), () => view.zoomX(zoomStep))}
      {button('zoomOut', t('Zoom out'), () => view.zoomX(1 / zoomStep))}
      {button('panLeft', t('Pan left'), () => view.panX(-0.25))}
      {button('panRight', t('Pan right'), () => view.panX(0.25))}
      {button('zoomYIn', t('Stretch the y axis'), () => view.zoomY(zoomStep))}
      {button('zoomYOut', t('Compress the y axis'), () => view.zoomY(1 / zoomStep))}
      {button('reset', t('Show everything'), () => view.reset(), !view.isZoomed)}
      <button
        type="button"
        aria-label={t('Values as a table')}
        title={t('Values as a table')}
        aria-pressed={table}
        onClick={() => setTable(!table)}
      >
        <Icon name="table" />
      </button>
      {theme && <ExportMenu view={view} theme={theme} />}
    </div>
  );
}
