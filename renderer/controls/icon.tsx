/** Outlines on a 24 × 24 grid. ok, warn and deny differ in shape, not only in colour. */
const outlines = {
  ok: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-5 10.5 3.5 3.5L17.5 9',
  warn: 'M12 3 1.8 21h20.4L12 3Zm0 7v5m0 3v.1',
  deny: 'M8 2h8l6 6v8l-6 6H8l-6-6V8l6-6Zm0.5 6.5 7 7m0-7-7 7',
  scan: 'M3 8V4h4M17 4h4v4M21 16v4h-4M7 20H3v-4M7 8v8M10.5 8v8M13.5 8v8M17 8v8',
  offline: 'M12 20V9m-5 5 5-5 5 5M4 4h16',
  online: 'M4 12.5 9.5 18 20 6.5',
  sync: 'M4 12a8 8 0 0 1 14-5.3L20 9m0-5v5h-5M20 12a8 8 0 0 1-14 5.3L4 15m0 5v-5h5',
  local: 'M4 5h16v11H4V5Zm4 15h8m-4-4v4',
  key: 'M14.5 9.5a4.5 4.5 0 1 0-3 4.2l1.5 1.3h2v2h2v2h4v-3.5l-6.8-5.2ZM8 8v.1',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v5l3.5 2',
  cake: 'M4 20h16v-7H4v7Zm0-3c2.7 2 5.3-2 8 0s5.3-2 8 0M12 13V8m0-4v.1',
  find: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm5 11.5L21 21',
  backspace: 'M9 5h12v14H9l-7-7 7-7Zm3 4 6 6m0-6-6 6',
  gift: 'M4 11h16v10H4V11Zm-1-4h18v4H3V7Zm9 0v14m0-14C9 7 7 5.5 8 3.8S11.5 3 12 7Zm0 0c3 0 5-1.5 4-3.2S12.5 3 12 7Z',
  mute: 'M4 9v6h4l5 5V4L8 9H4Zm13 0 5 6m0-6-5 6',
  person: 'M12 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 20.5c.6-4 3.9-6 8-6s7.4 2 8 6',
  lock: 'M5 11h14v10H5V11Zm3 0V7.5a4 4 0 0 1 8 0V11m-4 4v2.5',
  close: 'M5.5 5.5l13 13m0-13-13 13',
  returned: 'M9 7 4 12l5 5M4 12h12a4 4 0 0 1 0 8',
} as const;

export type IconName = keyof typeof outlines;

/** A picture beside a word; hidden from screen readers because the word says it. */
export function Icon({ name, size = '1.25em' }: { name: IconName; size?: string }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={outlines[name]} />
    </svg>
  );
}
