import { expect, test } from 'vitest';
import { createKeyIntake, type FocusKind, type KeyDown } from './key-intake.ts';

type Press = Partial<Pick<KeyDown, 'code' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'repeat'>>;

/**
 * A window with one place of focus. A field is a string: the browser's own typing is played by
 * adding the character of every keydown that nobody prevented.
 */
function openWindow(initialFocus: FocusKind) {
  const seen = { focus: initialFocus, field: '', amount: '', log: [] as string[] };
  let timeMs = 1_000;
  let timer: { run: () => void; atMs: number } | null = null;
  const intake = createKeyIntake({
    focusKind: () => seen.focus,
    captureBeforeBurst: () => {
      const { field, amount } = seen;
      return () => Object.assign(seen, { field, amount });
    },
    insertText: (text) => (seen.field += text),
    removeLast: () => (seen.field = seen.field.slice(0, -1)),
    onScan: (text, completedAtMs) => seen.log.push(`scan ${text} ${completedAtMs}`),
    onImeSwallowed: () => seen.log.push('ime-swallowed'),
    onCommand: (command) => {
      if (command.kind === 'digit') seen.amount += command.digit;
      else seen.log.push(command.kind);
      return true;
    },
    nowMs: () => timeMs,
    timeOriginMs: 5_000_000,
    setTimer: (run, delayMs) => {
      const mine = { run, atMs: timeMs + delayMs };
      timer = mine;
      return () => {
        if (timer === mine) timer = null;
      };
    },
  });

  const passTime = (ms: number): void => {
    timeMs += ms;
    if (timer === null || timer.atMs > timeMs) return;
    const due = timer;
    timer = null;
    due.run();
  };
  /** Presses a key `afterMs` later; answers whether the page itself still got it. */
  const press = (key: string, afterMs: number, more: Press = {}): boolean => {
    passTime(afterMs);
    let prevented = false;
    intake.keyDown({
      key,
      code: codeOf(key),
      shiftKey: false,
      altKey: false,
      ctrlKey: false,
      metaKey: false,
      repeat: false,
      isComposing: key === 'Process',
      timeStamp: timeMs,
      preventDefault: () => (prevented = true),
      stopImmediatePropagation: () => undefined,
      ...more,
    });
    if (!prevented && seen.focus === 'text' && key.length === 1) seen.field += key;
    return !prevented;
  };
  const scan = (text: string, gapMs = 6, end = 'Enter'): boolean[] => [
    ...[...text].map((key, index) => press(key, index === 0 ? 200 : gapMs)),
    press(end, gapMs),
  ];
  const type = (text: string): boolean[] => [...text].map((key) => press(key, 120));
  return { seen, press, scan, type, passTime };
}

function codeOf(key: string): string {
  if (/^\d$/.test(key)) return `Digit${key}`;
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  return key === '?' ? 'Slash' : key;
}

const scanned = expect.stringMatching(/^scan 2712345678903 50\d{5}$/);

test('on the sink a scan is read whole and no key of it does anything', () => {
  const { seen, scan, passTime } = openWindow('sink');
  expect(scan('2712345678903').some((passed) => passed)).toBe(false);
  passTime(500);
  expect(seen).toEqual({ focus: 'sink', field: '', amount: '', log: [scanned] });
});

test('the LF of a CR+LF suffix does not confirm', () => {
  const { seen, scan, press } = openWindow('sink');
  scan('2712345678903');
  press('Enter', 4);
  expect(seen.log).toEqual([scanned]);
});

test('on the sink typed digits make the amount and Enter confirms it, once even if held', () => {
  const { seen, type, press } = openWindow('sink');
  type('1280');
  press('Enter', 120);
  press('Enter', 30, { repeat: true });
  expect(seen).toEqual({ focus: 'sink', field: '', amount: '1280', log: ['confirm'] });
});

test('digits typed fast before a scan stay, the scan does not add to them', () => {
  const { seen, type, scan, passTime } = openWindow('sink');
  type('67');
  scan('2712345678903');
  passTime(500);
  expect([seen.amount, seen.log]).toEqual(['67', [scanned]]);
});

test('a text field keeps what was typed and loses what a scan wrote', () => {
  const { seen, type, scan } = openWindow('text');
  expect(type('ab').every((passed) => passed)).toBe(true);
  expect(scan('2712345678903').at(-1)).toBe(false);
  type('c');
  expect([seen.field, seen.log]).toEqual(['abc', [scanned]]);
});

test('in a text field Enter is the field’s own, function keys and Esc are commands', () => {
  const { seen, type, press } = openWindow('text');
  type('w1');
  const passed = ['Enter', 'Backspace', 'F3', 'Escape'].map((key) => press(key, 120));
  expect([passed, seen.field, seen.log]).toEqual([
    [true, true, false, false],
    'w1',
    ['find', 'back'],
  ]);
});

test('a read-only digits field gets digits alone, and Enter is left to its form', () => {
  const { seen, type, press, scan } = openWindow('digits');
  type('09a1');
  press('Backspace', 120);
  scan('2712345678903');
  expect([press('Enter', 200), seen.field, seen.amount, seen.log]).toEqual([
    true,
    '09',
    '',
    [scanned],
  ]);
});

test('keys of an input method are never touched; a swallowed scan is told and nothing awarded', () => {
  const { seen, press, type } = openWindow('text');
  type('x');
  const composed = ['Process', 'Process'].map((key) => press(key, 150, { code: 'KeyJ' }));
  expect([composed, seen.log]).toEqual([[true, true], []]);
  for (let count = 0; count < 9; count += 1) press('Process', 8, { code: 'Digit4' });
  press('Enter', 8);
  expect([seen.field, seen.log]).toEqual(['x', ['ime-swallowed']]);
});

test('Space and Enter press a focused button, but a scan does not', () => {
  const { seen, press, scan } = openWindow('pressable');
  expect([press(' ', 200), press('Enter', 200)]).toEqual([true, true]);
  expect(scan('2712345678903').some((passed) => passed)).toBe(false);
  expect(seen.log).toEqual([scanned]);
});

test('reload and zoom are taken away, copy and paste are not', () => {
  const { press } = openWindow('text');
  const ctrl = { ctrlKey: true };
  const passed = [
    press('F5', 200),
    press('r', 200, ctrl),
    press('+', 200, ctrl),
    press('c', 200, ctrl),
    press('v', 200, ctrl),
  ];
  expect(passed).toEqual([false, false, false, true, true]);
});
