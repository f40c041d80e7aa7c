import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../l10n.ts';
import type { ChartView } from './chartView.ts';
import { toCsv, toJson } from './exportFiles.ts';
import { useRovingFocus } from './hooks.ts';
import { Icon } from './icon.tsx';
import type { Theme } from './palette.ts';
import { toPng, toSvgPicture } from './pictures.ts';

type Content = string | ArrayBuffer | Promise<string | ArrayBuffer>;

/** A button that opens the list of kinds of files. It closes by Escape, by a choice, and when the focus leaves. */
export function ExportMenu({ view, theme }: { view: ChartView; theme: Theme }) {
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState('');
  const menu = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    menu.current!.querySelector('button')!.focus();
  };
  useLayoutEffect(() => {
    const element = menu.current!;
    const pressed = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') close();
    };
    const left = ({ relatedTarget }: FocusEvent) => {
      if (!element.contains(relatedTarget as Node | null)) setOpen(false);
    };
    if (!open) return;
    element.addEventListener('keydown', pressed);
    element.addEventListener('focusout', left);
    return () => {
      element.removeEventListener('keydown', pressed);
      element.removeEventListener('focusout', left);
    };
  });
  const kinds: [string, string, () => Content][] = [
    [t('Picture (PNG)'), 'png', () => toPng(view, theme)],
    [t('Vector picture (SVG)'), 'svg', () => toSvgPicture(view, theme)],
    [t('All points (CSV)'), 'csv', () => toCsv(view)],
    [t('All points (JSON)'), 'json', () => toJson(view)],
  ];
  const save = async (suffix: string, make: () => Content) => {
    close();
    try {
      view.props.save(`${view.props.fileName}.${suffix}`, await make());
      setProblem('');
    } catch (error) {
      setProblem(t('The file was not made: {0}', error instanceof Error ? error.message : String(error)));
    }
  };
  return (
    <div ref={menu} class="chart-export">
      <button
        type="button"
        aria-label={t('Save as a file')}
        title={t('Save as a file')}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="save" />
      </button>
      {open && <Menu entries={kinds.map(([name, suffix, make]) => ({ name, act: () => void save(suffix, make) }))} />}
      {problem && (
        <div class="chart-menu" role="alert">
          {problem}
        </div>
      )}
    </div>
  );
}

function Menu({ entries }: { entries: readonly { name: string; act(): void }[] }) {
  const list = useRef<HTMLDivElement>(null);
  useRovingFocus(list);
  useLayoutEffect(() => list.current!.querySelector('button')!.focus(), []);
  return (
    <div ref={list} class="chart-menu">
      {entries.map(({ name, act }) => (
        <button key={name} type="button" onClick={act}>
          {name}
        </button>
      ))}
    </div>
  );
}
