/** Strokes in a square of 16. */
const paths = {
  zoomIn: 'M7 3a4 4 0 1 0 0 8a4 4 0 1 0 0-8M10 10l4 4M7 5v4M5 7h4',
  zoomOut: 'M7 3a4 4 0 1 0 0 8a4 4 0 1 0 0-8M10 10l4 4M5 7h4',
  panLeft: 'M13 8H3M7 4L3 8l4 4',
  panRight: 'M3 8h10M9 4l4 4l-4 4',
  zoomYIn: 'M8 6V1.5M5.5 4L8 1.5L10.5 4M8 10v4.5M5.5 12L8 14.5l2.5-2.5M4 8h8',
  zoomYOut: 'M8 1.5V6M5.5 3.5L8 6l2.5-2.5M8 14.5V10M5.5 12.5L8 10l2.5 2.5M4 8h8',
  reset: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  table: 'M2 3h12v10H2zM2 6.5h12M2 10h12M6.5 3v10',
  save: 'M8 2v8M4.5 7L8 10.5L11.5 7M2.5 13.5h11',
  only: 'M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M8 7a1 1 0 1 0 0 2a1 1 0 1 0 0-2',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} fill="none" stroke="currentColor" stroke-width="1.2" stroke-linejoin="round" />
    </svg>
  );
}
