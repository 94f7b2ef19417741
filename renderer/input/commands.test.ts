import { expect, test } from 'vitest';
import { commandForKey, type KeyPress } from './commands.ts';

function press(key: string, code: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, code, shift: false, alt: false, ctrl: false, meta: false, ...more };
}

test('digits come from the key’s place, whatever the input method makes of it', () => {
  const presses = [
    press('5', 'Digit5'),
    press('ㄓ', 'Digit5'),
    press('5', 'Numpad5'),
    press('5', ''),
    press('%', 'Digit5', { shift: true }),
    press('5', 'Digit5', { ctrl: true }),
  ];
  const five = { kind: 'digit', digit: '5' };
  expect(presses.map((key) => commandForKey(key, false))).toEqual([
    five,
    five,
    five,
    five,
    null,
    null,
  ]);
});

test('# is a tag for the member in sight, but a character in a text field', () => {
  const key = press('#', 'Digit3', { shift: true });
  expect([commandForKey(key, false), commandForKey(key, true)]).toEqual([{ kind: 'tag' }, null]);
});

test('a text field keeps its characters; function keys work everywhere', () => {
  const presses = [
    press('5', 'Digit5'),
    press('Enter', 'Enter'),
    press('?', 'Slash', { shift: true }),
    press('F9', 'F9'),
    press('3', 'Digit3', { alt: true }),
    press('F11', 'F11'),
  ];
  const kinds = (inField: boolean) =>
    presses.map((key) => commandForKey(key, inField)?.kind ?? null);
  expect([kinds(false), kinds(true)]).toEqual([
    ['digit', 'confirm', 'keys', 'confirm', 'nth-voucher', 'scanners'],
    [null, null, null, 'confirm', 'nth-voucher', 'scanners'],
  ]);
});

test('keys of points, refunds and lists; undo is the field’s own while typing', () => {
  const presses = [
    press('F8', 'F8'),
    press('F8', 'F8', { shift: true }),
    press('F2', 'F2'),
    press('F5', 'F5'),
    press('z', 'KeyZ', { ctrl: true }),
    press('Z', 'KeyZ', { ctrl: true, shift: true }),
    press('ArrowDown', 'ArrowDown'),
    press('-', 'NumpadSubtract'),
  ];
  const kinds = (inField: boolean) =>
    presses.map((key) => commandForKey(key, inField)?.kind ?? null);
  expect([kinds(false), kinds(true)]).toEqual([
    ['points', 'type-points', 'best', 'refund', 'undo-last', null, 'move', 'step'],
    ['points', 'type-points', 'best', 'refund', null, null, null, null],
  ]);
});
