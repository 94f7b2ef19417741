import { expect, test } from 'vitest';
import { inboxKindOf, inboxSavedOf } from './inbox-kind.ts';

test('a finding names the item; an event without effect is told where none does', () => {
  expect([
    inboxKindOf('applied', []),
    inboxKindOf('applied', ['overdraft']),
    inboxKindOf('applied', ['recompute-difference', 'voucher-used-twice']),
    inboxKindOf('applied', ['from-a-newer-hq']),
    inboxKindOf('quarantined', []),
    inboxKindOf('quarantined', ['handler-failed']),
    inboxKindOf('duplicate', ['invoice-used-twice']),
    inboxKindOf('duplicate', []),
  ]).toEqual([null, 'overdraft', 'voucher', 'other', 'refused', 'refused', 'invoice', 'duplicate']);
});

test('what is safe is told by what became of the event, or by the kind where there is none', () => {
  expect([
    inboxSavedOf('voucher', true),
    inboxSavedOf('refused', false),
    inboxSavedOf('outbox', null),
    inboxSavedOf('device', null),
  ]).toEqual(['counted', 'not-counted', 'waiting', 'kept']);
});
