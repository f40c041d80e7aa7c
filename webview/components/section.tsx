import type { ComponentChildren, JSX } from 'preact';

interface SectionProps {
  id: string;
  title: string;
  closed: readonly string[];
  setClosed(closed: string[]): void;
  children: ComponentChildren;
}

/** A part of the page that can be folded; folded, it is not drawn at all. */
export function Section({ id, title, closed, setClosed, children }: SectionProps): JSX.Element {
  const isOpen = !closed.includes(id);
  const toggle = (): void => setClosed(isOpen ? [...closed, id] : closed.filter((other) => other !== id));
  return (
    <section class="section" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        <button type="button" class="fold" aria-expanded={isOpen} onClick={toggle}>
          <span class="twisty" aria-hidden="true">
            {isOpen ? '▾' : '▸'}
          </span>
          {title}
        </button>
      </h2>
      {isOpen && children}
    </section>
  );
}
