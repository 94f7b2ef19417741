import { expect, test } from 'vitest';
import { isBlockedKey, type KeyPress } from './blocked-keys.ts';

function press(combination: string): KeyPress {
  const parts = combination.split(' ');
  const name = parts.at(-1) ?? '';
  const [control, meta, alt, shift] = ['Control', 'Meta', 'Alt', 'Shift'].map((m) =>
    parts.includes(m),
  );
  const code = name.startsWith('Numpad') ? name : '';
  const key = code === '' ? name : name.endsWith('0') ? '0' : name.endsWith('Add') ? '+' : '-';
  return { key, code, control: control!, meta: meta!, alt: alt!, shift: shift! };
}

test.each([
  ['Control r', true, false],
  ['Control Shift R', true, false],
  ['Meta r', true, false],
  ['F5', true, false],
  ['Control +', true, true],
  ['Control =', true, true],
  ['Control -', true, true],
  ['Control 0', true, true],
  ['Control NumpadAdd', true, true],
  ['Control NumpadSubtract', true, true],
  ['Control Shift I', true, false],
  ['Control w', true, true],
  ['Alt ArrowLeft', true, true],
  ['+', false, false],
  ['-', false, false],
  ['0', false, false],
  ['r', false, false],
  ['NumpadAdd', false, false],
  ['F12', false, false],
  ['F2', false, false],
  ['Enter', false, false],
  ['Escape', false, false],
  ['Control z', false, false],
  ['Control c', false, false],
  ['Control v', false, false],
])('%s: blocked in a shop %s, in development %s', (combination, inShop, inDevelopment) => {
  const key = press(combination);
  expect([isBlockedKey(key, true), isBlockedKey(key, false)]).toEqual([inShop, inDevelopment]);
});
