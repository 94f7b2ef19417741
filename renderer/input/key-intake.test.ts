import { expect, test } from 'vitest';
import { defaultWedgeSettings, type WedgeSettings } from '../../app/domain/wedge-settings.ts';
import { createKeyIntake, type FocusKind, type KeyDown } from './key-intake.ts';

type Press = Partial<
  Pick<KeyDown, 'code' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'repeat' | 'isComposing' | 'timeStamp'>
>;

/**
 * A window with one place of focus. A field is a string: the browser's own typing is played by
 * adding the character of every keydown that nobody prevented.
 */
function openWindow(initialFocus: FocusKind, settings: WedgeSettings = defaultWedgeSettings) {
  const seen = { focus: initialFocus, field: '', amount: '', log: [] as string[] };
  let timeMs = 1_000;
  let timer = null as { readonly run: () => void; readonly atMs: number } | null;
  const intake = createKeyIntake({
    focusKind: () => seen.focus,
    settings: () => settings,
    captureBeforeBurst: () => {
      const { field, amount } = seen;
      return () => Object.assign(seen, { field, amount });
    },
    insertText: (text) => (seen.field += text),
    removeLast: () => (seen.field = seen.field.slice(0, -1)),
    onScan: (text, completedAtMs) => seen.log.push(`scan ${text} ${completedAtMs}`),
    onSwallowed: (by) => {
      seen.focus = 'sink';
      seen.log.push(by);
    },
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
    const untilMs = timeMs + ms;
    for (let due = timer; due !== null && due.atMs <= untilMs; due = timer) {
      timeMs = Math.max(timeMs, due.atMs);
      timer = null;
      due.run();
    }
    timeMs = untilMs;
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
  /** The browser writes into the field by itself, as under an input method. */
  const write = (text: string, afterMs: number): void => {
    passTime(afterMs);
    seen.field += text;
    intake.fieldInput({ inputType: 'insertText', timeStamp: timeMs });
  };
  return { seen, press, scan, type, write, passTime };
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
  // The first key of a composition comes before it.
  const composed = [false, true].map((isComposing) =>
    press('Process', 150, { code: 'KeyJ', isComposing }),
  );
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

test('letters that an input method writes without a key are known as a scan and taken out', () => {
  const { seen, press, write } = openWindow('text');
  press('x', 500);
  for (let count = 0; count < 8; count += 1) {
    press('Shift', count === 0 ? 200 : 6, { code: 'ShiftLeft', shiftKey: true });
    write('a', 4);
  }
  expect([press('Enter', 300), seen.field, seen.log]).toEqual([false, 'x', ['ime-swallowed']]);
});

test('one such letter at a time is a person’s', () => {
  const { seen, press, write } = openWindow('text');
  for (let count = 0; count < 8; count += 1) {
    press('Shift', 90, { code: 'ShiftLeft', shiftKey: true });
    write('a', 60);
  }
  expect([seen.field, seen.log]).toEqual(['aaaaaaaa', []]);
});

test('a code that broke off at its start leaves nothing of it behind', () => {
  const { seen, press } = openWindow('sink');
  [...'2712345678903'].forEach((key, index) => press(key, index === 3 ? 120 : 6));
  press('Enter', 6);
  expect([seen.amount, seen.log]).toEqual(['', [scanned]]);
});

test.each(['sink', 'digits', 'pressable'] as const)(
  'a donation code is no amount (%s)',
  (focus) => {
    const { seen, scan } = openWindow(focus);
    scan('919');
    expect([seen.amount, seen.field, seen.log.map((line) => line.slice(0, 8))]).toEqual([
      '',
      '',
      ['scan 919'],
    ]);
  },
);

test('times that an input method has mixed up are not believed', () => {
  const { seen, press } = openWindow('text');
  // The same key again, under the time of its first press: a person, 120 ms each.
  for (const key of '2222222222') press(key, 120, { timeStamp: key === '2' ? 1_500 : 0 });
  press('Enter', 120);
  expect([seen.field, seen.log]).toEqual(['2222222222', []]);
});

test('keys by Alt and number pad are told, and Enter after them does nothing', () => {
  const { seen, press } = openWindow('sink');
  for (const digit of '050055049') {
    press(digit, 6, { code: `Numpad${digit}`, altKey: true });
  }
  expect([press('Enter', 6), seen.log]).toEqual([false, ['alt-numpad']]);
});

test('an F-key before a scan is the scanner’s, alone it is a person’s', () => {
  const { seen, press, scan, passTime } = openWindow('sink');
  press('F9', 500);
  passTime(200);
  press('F9', 500);
  press('2', 6);
  [...'712345678903'].forEach((key) => press(key, 6));
  press('Enter', 6);
  scan('2712345678903');
  expect(seen.log).toEqual(['confirm', scanned, scanned]);
});
