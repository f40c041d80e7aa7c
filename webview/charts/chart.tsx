import './charts.css';
import { useEffect, useId, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { ChartProps } from './chartTypes.ts';
import { ChartView } from './chartView.ts';
import { Legend } from './legend.tsx';
import { emptyMessage, Notes, PointCount } from './notes.tsx';
import { Plot } from './plot.ts';
import { ThemeContext } from './sample.tsx';
import { Surface } from './surface.tsx';
import { readTheme, watchTheme } from './theme.ts';
import { Toolbar } from './toolbar.tsx';
import { ValueTable } from './valueTable.tsx';

/** Curves over a shared x axis, with everything that belongs to looking at them. */
export function Chart(props: ChartProps) {
  const [view] = useState(() => new ChartView(props));
  view.setProps(props);
  const [theme, setTheme] = useState(readTheme);
  const [table, setTable] = useState(false);
  const title = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const plot = useRef<Plot>(undefined);
  const [, redraw] = useReducer((count: number) => count + 1, 0);

  // Whatever made the component render may have changed the curves. The first drawing is the plot's own.
  useLayoutEffect(() => {
    if (plot.current) plot.current.update(theme);
    else plot.current = new Plot(canvas.current!, view, theme);
  });
  useEffect(
    () => () => {
      plot.current?.destroy();
      plot.current = undefined;
    },
    [],
  );
  useEffect(() => watchTheme(() => setTheme(readTheme())), []);
  useEffect(() => view.subscribe(() => redraw(undefined)), [view]);
  useEffect(() => {
    const { group, id } = props;
    let [range, look] = [group.range, group.lookOf(id)];
    return group.subscribe(() => {
      const before = { range, look };
      [range, look] = [group.range, group.lookOf(id)];
      if (look !== before.look) redraw(undefined);
      else if (range !== before.range) plot.current?.update(theme);
    });
  }, [props.group, props.id, theme]);

  const empty = emptyMessage(view);
  return (
    <ThemeContext.Provider value={theme}>
      <figure class="chart" aria-labelledby={title}>
        <div class="chart-head">
          <figcaption id={title} class={props.heading ? 'spoken' : undefined}>
            {props.title}
          </figcaption>
          {props.heading}
          <PointCount view={view} />
          <Toolbar view={view} table={table} setTable={setTable} />
        </div>
        <div class="chart-plot">
          <canvas ref={canvas} />
          <Surface view={view} />
          {empty && <p class="chart-empty">{empty}</p>}
        </div>
        <Legend view={view} />
        <Notes view={view} />
        {table && <ValueTable view={view} />}
      </figure>
    </ThemeContext.Provider>
  );
}
