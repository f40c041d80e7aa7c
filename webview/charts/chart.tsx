import './charts.css';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { ChartProps } from './chartTypes.ts';
import { ChartView } from './chartView.ts';
import { Plot } from './plot.ts';
import { readTheme, watchTheme } from './theme.ts';

/** Curves over a shared x axis, with everything that belongs to looking at them. */
export function Chart(props: ChartProps) {
  const [view] = useState(() => new ChartView(props));
  view.setProps(props);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [, redraw] = useReducer((count: number) => count + 1, 0);

  const plot = useRef<Plot>(undefined);
  useLayoutEffect(() => {
    const created = new Plot(canvas.current!, view, readTheme(), (layout) => {
      view.layout = layout;
    });
    plot.current = created;
    const stopWatching = watchTheme(() => created.setTheme(readTheme()));
    const unsubscribe = view.subscribe(() => {
      created.schedule();
      redraw(undefined);
    });
    return () => {
      stopWatching();
      unsubscribe();
      created.destroy();
    };
  }, [view]);
  useEffect(() => props.group.subscribe(() => plot.current?.schedule()), [props.group]);
  useEffect(() => plot.current?.schedule());

  return (
    <section class="chart" aria-label={props.title}>
      <h3>{props.title}</h3>
      <div class="chart-plot">
        <canvas ref={canvas} />
      </div>
    </section>
  );
}
