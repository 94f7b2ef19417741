/** What a key (or the button that shows the key) asks of the screen. */
export type Command =
  | { readonly kind: 'digit'; readonly digit: string }
  | { readonly kind: 'backspace' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'back' }
  | { readonly kind: 'find' }
  | { readonly kind: 'members' }
  /** A tag for the member in sight. */
  | { readonly kind: 'tag' }
  /** What this counter did in a period. */
  | { readonly kind: 'figures' }
  | { readonly kind: 'enrol' }
  /** The QR with which the member binds their LINE. */
  | { readonly kind: 'bind-line' }
  | { readonly kind: 'next-voucher' }
  /** Counted from 0. */
  | { readonly kind: 'nth-voucher'; readonly index: number }
  /** The best combination of the vouchers at hand. */
  | { readonly kind: 'best' }
  /** As many points as possible, or none again. */
  | { readonly kind: 'points' }
  | { readonly kind: 'type-points' }
  | { readonly kind: 'refund' }
  | { readonly kind: 'undo-last' }
  /** One row up (−1) or down (1). */
  | { readonly kind: 'move'; readonly by: -1 | 1 }
  /** One piece less (−1) or more (1). */
  | { readonly kind: 'step'; readonly by: -1 | 1 }
  | { readonly kind: 'settings' }
  /** The page of the scanners; on it, test mode on or off. */
  | { readonly kind: 'scanners' }
  /** Opening and closing the shift, and its report. */
  | { readonly kind: 'shift' }
  /** Lock the counter, or hand it to another person. */
  | { readonly kind: 'lock' }
  /** Takes a sale back that was set aside, or sets this one aside. */
  | { readonly kind: 'parked' }
  /** What the store should know. */
  | { readonly kind: 'inbox' }
  /** What training is; in training the practice card. */
  | { readonly kind: 'training' }
  | { readonly kind: 'end-training' }
  /** Help for where the person is; `keys` = all keys at a glance. */
  | { readonly kind: 'help' }
  | { readonly kind: 'keys' };

/** The parts of a key press that decide. */
export type KeyPress = {
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
};

const commandOfFunctionKey: Readonly<Record<string, Command>> = {
  F1: { kind: 'help' },
  F2: { kind: 'best' },
  F3: { kind: 'find' },
  F4: { kind: 'members' },
  F5: { kind: 'refund' },
  F6: { kind: 'enrol' },
  F7: { kind: 'next-voucher' },
  F8: { kind: 'points' },
  F9: { kind: 'confirm' },
  F10: { kind: 'settings' },
  F11: { kind: 'scanners' },
  F12: { kind: 'lock' },
  Escape: { kind: 'back' },
};

/** Keys that choose in a list where no text is typed; numpad and main keys alike. */
const commandOfListKey: Readonly<Record<string, Command>> = {
  ArrowUp: { kind: 'move', by: -1 },
  ArrowDown: { kind: 'move', by: 1 },
  '+': { kind: 'step', by: 1 },
  '-': { kind: 'step', by: -1 },
  '#': { kind: 'tag' },
};

/** The digit of a key by its place, so that an input method or another layout changes nothing. */
function digitOf(press: KeyPress): string | null {
  const place = /^(?:Digit|Numpad)([0-9])$/.exec(press.code)?.[1];
  if (place !== undefined) return press.shift && press.code.startsWith('Digit') ? null : place;
  return press.code === '' && /^[0-9]$/.test(press.key) ? press.key : null;
}

/**
 * The command of a key; null if it has none. While a text field is being typed in only the keys
 * that stand for no character are commands.
 */
export function commandForKey(press: KeyPress, inTextField: boolean): Command | null {
  // In a text field it stays the field's own undo.
  if (press.ctrl && press.code === 'KeyZ' && !press.shift && !press.alt && !inTextField) {
    return { kind: 'undo-last' };
  }
  if (press.ctrl || press.meta) return null;
  const voucher = /^Digit([1-9])$/.exec(press.code)?.[1];
  if (press.alt) return voucher ? { kind: 'nth-voucher', index: Number(voucher) - 1 } : null;
  if (press.shift && press.key === 'F8') return { kind: 'type-points' };
  if (press.shift && press.key === 'F6') return { kind: 'bind-line' };
  if (press.shift && press.key === 'F4') return { kind: 'figures' };
  if (press.shift && press.key === 'F11') return { kind: 'training' };
  if (press.shift && press.key === 'F10') return { kind: 'end-training' };
  if (press.shift && press.key === 'F12') return { kind: 'shift' };
  if (press.shift && press.key === 'F3') return { kind: 'inbox' };
  if (press.shift && press.key === 'F9') return { kind: 'parked' };
  const byFunctionKey = commandOfFunctionKey[press.key];
  if (byFunctionKey || inTextField) return byFunctionKey ?? null;
  if (press.key === 'Enter' || press.code === 'Enter' || press.code === 'NumpadEnter') {
    return { kind: 'confirm' };
  }
  if (press.key === 'Backspace') return { kind: 'backspace' };
  if (press.key === 'Delete') return { kind: 'clear' };
  if (press.key === '?') return { kind: 'keys' };
  const inList = commandOfListKey[press.key];
  if (inList) return inList;
  const digit = digitOf(press);
  return digit === null ? null : { kind: 'digit', digit };
}

/** Keys of the browser that a counter must not have: reload, zoom, caret browsing, history, print. */
export function isBrowserKey(press: KeyPress): boolean {
  if (/^F(?:[1-9]|1[0-2])$/.test(press.key)) return true;
  if (press.alt && /^Arrow(?:Left|Right)$/.test(press.key)) return true;
  return (press.ctrl || press.meta) && /^(?:[rRpPsSoOgGfF0]|\+|-|=|_)$/.test(press.key);
}
