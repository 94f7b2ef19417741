import { expect, test } from 'vitest';
import { createAmountEntry } from './amount-entry.ts';
import { appendDigits, dropDigit, groupDigits } from './amount-text.ts';

/** A counter that answers when the test says so. */
function openEntry() {
  const state = { pushed: '', sent: [] as string[], vouchedBy: null as string | null };
  const answers: ((taken: boolean) => void)[] = [];
  let due: (() => void) | null = null;
  const entry = createAmountEntry({
    send: (text) => {
      state.sent.push(text);
      return new Promise((resolve) => answers.push(resolve));
    },
    pushedText: () => state.pushed,
    vouchedBy: () => state.vouchedBy,
    onChange: () => undefined,
    setTimer: (run) => {
      due = run;
      return () => (due = null);
    },
  });
  const answer = async (taken: boolean): Promise<void> => {
    answers.shift()?.(taken);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { entry, state, answer, runTimer: () => due?.() };
}

test('shows what is typed before the counter has answered, then what the counter has', async () => {
  const { entry, state, answer } = openEntry();
  entry.set('1');
  entry.set('12');
  state.pushed = '1';
  entry.viewArrived();
  await answer(true);
  expect(entry.text()).toBe('12');
  let settled = false;
  void entry.whenSettled().then(() => (settled = true));
  state.pushed = '12';
  await answer(true);
  await entry.whenSettled();
  expect([entry.text(), state.sent, settled]).toEqual(['12', ['1', '12'], true]);
});

test('a refused digit disappears', async () => {
  const { entry, state, answer } = openEntry();
  state.pushed = '1234567';
  entry.set('12345678');
  expect(entry.text()).toBe('12345678');
  await answer(false);
  expect(entry.text()).toBe('1234567');
});

test('an answer whose view never comes does not leave a stale amount for long', async () => {
  const { entry, answer, runTimer } = openEntry();
  entry.set('5');
  await answer(true);
  expect(entry.text()).toBe('5');
  runTimer();
  expect(entry.text()).toBe('');
});

test('an amount that the POS vouches for is left only for one that a person typed', async () => {
  const { entry, state, answer, runTimer } = openEntry();
  Object.assign(state, { pushed: '500', vouchedBy: 'A' });
  // Two keys of a scan that broke off, then the rest: the intake puts back what stood there.
  entry.set('5002');
  entry.set('50020');
  entry.viewArrived();
  expect(entry.text()).toBe('50020');
  entry.set('500');
  runTimer();
  expect([entry.text(), state.sent]).toEqual(['500', []]);
  // A person: after a moment, or at once with what is pressed next.
  entry.set('50');
  entry.set('5');
  runTimer();
  expect(state.sent).toEqual(['5']);
  Object.assign(state, { pushed: '5', vouchedBy: null });
  await answer(true);
  Object.assign(state, { pushed: '500', vouchedBy: 'A' });
  entry.viewArrived();
  entry.set('50');
  const settled = entry.whenSettled();
  expect(state.sent).toEqual(['5', '50']);
  state.pushed = '50';
  await answer(true);
  await settled;
  entry.set('500');
  entry.flush();
  entry.flush();
  expect(state.sent).toEqual(['5', '50', '500']);
});

test('what was typed over one sale of the POS never goes to the next', async () => {
  const { entry, state, runTimer } = openEntry();
  Object.assign(state, { pushed: '500', vouchedBy: 'A' });
  entry.set('5006');
  Object.assign(state, { pushed: '500', vouchedBy: 'B' });
  entry.viewArrived();
  expect(entry.text()).toBe('500');
  entry.set('5007');
  Object.assign(state, { pushed: '', vouchedBy: null });
  runTimer();
  await entry.whenSettled();
  expect([entry.text(), state.sent]).toEqual(['', []]);
});

test('digits: no leading zeros, at most one beyond the limit, grouped for the eye', () => {
  expect([
    appendDigits('', '0'),
    appendDigits('0', '5'),
    appendDigits('', '00'),
    appendDigits('12', '00'),
    appendDigits('1234567', '00'),
    dropDigit('1'),
    ['', '0', '999', '1280', '9999999'].map(groupDigits),
  ]).toEqual(['0', '5', '0', '1200', '12345670', '', ['', '0', '999', '1,280', '9,999,999']]);
});
