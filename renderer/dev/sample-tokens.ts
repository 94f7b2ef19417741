import type { CounterView, ReadyView } from '../../app/contract/counter-view.ts';
import { sampleViews } from './sample-views.ts';

const full = readyView('full');
const notice = (tone: 'ok' | 'warn', code: string): ReadyView['notice'] => ({
  id: 90,
  tone,
  code,
  params: { name: '王○明' },
  atMs: full.sync.lastContactAtMs ?? 0,
});

/** A program that asks for the member's code of this minute, before and after it was scanned. */
export const tokenViews: Readonly<Record<string, CounterView>> = {
  'token-needed': {
    ...full,
    member: { ...memberOf(full), identifiedBy: 'scan', redeemNeeds: 'token' },
    sale: { ...full.sale, spendBlockedBy: 'redeem-needs-token' },
    notice: notice('warn', 'member-token-clock'),
  },
  'token-read': {
    ...full,
    member: { ...memberOf(full), identifiedBy: 'token', redeemNeeds: null },
    notice: notice('ok', 'member-found-token'),
  },
};

function readyView(name: string): ReadyView {
  const view = sampleViews[name];
  if (view?.kind !== 'ready') throw new Error(`no sample ${name}`);
  return view;
}

function memberOf({ member }: ReadyView): NonNullable<ReadyView['member']> {
  if (member === null) throw new Error('a sample without member');
  return member;
}
