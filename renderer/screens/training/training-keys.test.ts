import { expect, test } from 'vitest';
import { commandForKey } from '../../input/commands.ts';
import { hasOwnBack, initialUi, stepUi } from '../../ui-state.ts';

const press = (key: string, shift: boolean) =>
  commandForKey({ key, code: key, shift, alt: false, ctrl: false, meta: false }, false)?.kind;

test('the keys of training stand beside those of scanners and settings', () => {
  expect([
    press('F11', true),
    press('F10', true),
    press('F11', false),
    press('F10', false),
  ]).toEqual(['training', 'end-training', 'scanners', 'settings']);
});

test('the card of training opens and closes like every overlay, and a shown scan closes it', () => {
  const open = stepUi(initialUi, { kind: 'toggle-training' });
  expect([
    open.trainingOpen,
    hasOwnBack(open),
    stepUi(open, { kind: 'back' }),
    stepUi(open, { kind: 'toggle-training' }),
    stepUi(open, { kind: 'scan-shown', hasMember: true }).trainingOpen,
    stepUi(open, { kind: 'go', place: 'settings' }).trainingOpen,
  ]).toEqual([true, true, initialUi, initialUi, false, false]);
});
