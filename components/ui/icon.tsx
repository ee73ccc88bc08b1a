/** Drawn on a 16 px grid with one stroke; decoration only, the words beside it carry the meaning. */
const paths = {
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 1.8v3M10.5 1.8v3',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4L6 8l4 4',
  out: 'M9.5 3H13v3.5M13 3L7.5 8.5M11 9.5V13H3V5h3.5',
  info: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 7.4v3.6M8 4.9v.3',
  attention: 'M8 2l6.4 11.5H1.6zM8 6.4v3.4M8 11.6v.2',
  download: 'M8 2v8M4.8 7.2L8 10.4l3.2-3.2M2.5 13.5h11',
  letter: 'M2 3.5h12v9H2zM2 4.5l6 4.6 6-4.6',
  person: 'M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8M2.8 14c.5-2.8 2.6-4.2 5.2-4.2s4.7 1.4 5.2 4.2',
  search: 'M7 2.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 0 1 0-9.6M10.6 10.6l3.4 3.4',
  undo: 'M5.5 3L2.5 6l3 3M2.5 6h6.5a4 4 0 0 1 0 8H6',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number | undefined }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
