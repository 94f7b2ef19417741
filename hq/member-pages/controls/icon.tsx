import type { JSX } from 'preact';

const drawings = {
  card: 'M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM3 10h18M7 15h4',
  ticket:
    'M4 6h16a1 1 0 0 1 1 1v3a2 2 0 0 0 0 4v3a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-3a2 2 0 0 0 0-4V7a1 1 0 0 1 1-1zM14 6v12',
  list: 'M5 6h14M5 12h14M5 18h9',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  gift: 'M4 11h16v9H4zM3 7h18v4H3zM12 7v13M12 7S10.500 3 8.500 3.500 8 7 12 7zm0 0s1.500-4 3.500-3.500S16 7 12 7z',
  next: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  cloudOff:
    'M4 4l16 16M8.500 7.500A6 6 0 0 1 18 10a4 4 0 0 1 2.500 6.500M16 18H7a4 4 0 0 1-1.500-7.700',
  expand: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  alert: 'M12 8v5M12 16.500h.01M12 3l9.500 17h-19z',
} as const;

export type IconName = keyof typeof drawings;

/** A drawing beside words; it says nothing of its own. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={drawings[name]} />
    </svg>
  );
}
