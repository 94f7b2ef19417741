/** A key press as Electron's `before-input-event` tells it. */
export type KeyPress = {
  readonly key: string;
  readonly code: string;
  readonly control: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
};

/** With Control (or ⌘): zoom, reload, print, save, close, new window, find, history. */
const blockedWithControl: ReadonlySet<string> = new Set([
  '+',
  '-',
  '=',
  '0',
  'r',
  'p',
  's',
  'w',
  'n',
  'u',
]);
/** With Alt: back and forward. */
const blockedWithAlt: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight']);
const numpadZoom: ReadonlySet<string> = new Set(['NumpadAdd', 'NumpadSubtract', 'Numpad0']);

/**
 * Keys of a browser that would disturb a till: a reload in the middle of a sale, a zoomed screen.
 * In development reload (Control+R, F5) and the developer tools stay.
 */
export function isBlockedKey(press: KeyPress, isPackaged: boolean): boolean {
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (key === 'F5' || key === 'BrowserRefresh') return isPackaged;
  if (key === 'F12') return false; // the screen's own "lock"; never the developer tools
  if (press.alt && blockedWithAlt.has(key)) return true;
  if (!press.control && !press.meta) return false;
  if (!isPackaged && key === 'r') return false;
  if (press.shift && (key === 'i' || key === 'j' || key === 'c')) return isPackaged;
  return blockedWithControl.has(key) || numpadZoom.has(press.code);
}
