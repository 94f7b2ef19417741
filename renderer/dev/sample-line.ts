import type { CounterView, ReadyView } from '../../app/contract/counter-view.ts';
import type { LineBindingView } from '../../app/contract/line-desk.ts';
import { sampleViews } from './sample-views.ts';

const full = readyView('busy');
const member = memberOf(full);
const joinUrl = 'https://liff.line.me/2000000000-AbCdEfGh';
const atMs = full.sync.lastContactAtMs ?? 0;

function bound(lineState: 'none' | 'bound' | 'blocked', lastAcceptedAtMs: number | null) {
  const line = { binding: null, lastAcceptedAtMs };
  return { ...full, member: { ...member, lineState }, line };
}

function panel(change: Partial<LineBindingView>): ReadyView {
  const binding: LineBindingView = {
    memberId: member.memberId,
    nameMasked: member.nameMasked,
    cardCode: member.cardCode,
    phase: 'open',
    qrText: `${joinUrl}?t=Q1w2E3r4T5y6U7i8O9p0_-`,
    // As long as the page is looked at.
    expiresAtMs: Date.now() + 9 * 60_000,
    silence: null,
    ...change,
  };
  return { ...bound('none', null), line: { binding, lastAcceptedAtMs: null } };
}

const silent = { phase: 'silent', expiresAtMs: null, silence: 'unreachable' } as const;
const long = { nameMasked: '司○○納·巴○○○○○卡阿美族長名', cardCode: 'PM1*TW01*0000123456*K7QF' };
const enrolled = { name: '王○明', cardCode: member.cardCode };

/** The panel with LINE's QR in each of its states, and a member's LINE beside the sale. */
export const lineViews: Readonly<Record<string, CounterView>> = {
  'line-none': bound('none', null),
  'line-bound': bound('bound', atMs - 1_620_000),
  'line-bound-old': bound('bound', atMs - 9 * 86_400_000),
  'line-blocked': bound('blocked', null),
  'line-asking': panel({ phase: 'asking', qrText: null, expiresAtMs: null }),
  'line-open': panel({}),
  'line-open-silent': panel({ ...long, silence: 'not-hq' }),
  'line-sending': panel({ phase: 'sending', qrText: null, expiresAtMs: null }),
  'line-offline': panel({ ...silent, qrText: joinUrl }),
  'line-offline-bare': panel({ ...silent, ...long, qrText: null, silence: 'hq-misconfigured' }),
  'line-expired': panel({ phase: 'expired', qrText: null, expiresAtMs: null }),
  'line-done': panel({ phase: 'bound', qrText: null, expiresAtMs: null }),
  'line-not-confirmed': panel({ phase: 'not-confirmed', qrText: null, expiresAtMs: null }),
  'line-no-pages': panel({ phase: 'no-pages', qrText: null, expiresAtMs: null }),
  'line-english': { ...panel({ ...silent, ...long, qrText: joinUrl }), language: 'en' },
  'line-open-english': { ...panel({ ...long, silence: 'clock' }), language: 'en' },
  'line-enrolled': {
    ...bound('none', null),
    notice: { id: 91, tone: 'ok', code: 'member-enrolled', params: enrolled, atMs },
  },
  'line-settled': settled('none'),
  'line-settled-bound': settled('bound'),
};

function settled(lineState: 'none' | 'bound'): ReadyView {
  const view = readyView('settled');
  return {
    ...view,
    line: { binding: null, lastAcceptedAtMs: null },
    lastSales: view.lastSales.map((sale, index) => (index === 0 ? { ...sale, lineState } : sale)),
  };
}

function readyView(name: string): ReadyView {
  const view = sampleViews[name];
  if (view?.kind !== 'ready') throw new Error(`no sample ${name}`);
  return view;
}

function memberOf(view: ReadyView): NonNullable<ReadyView['member']> {
  if (view.member === null) throw new Error('a sample without member');
  return view.member;
}
