import { callNeeds } from '../../app/contract/call-needs.ts';
import type { CounterCallName } from '../../app/contract/counter-calls.ts';
import type { CounterView, ReadyView } from '../../app/contract/counter-view.ts';
import {
  staffRulesDefaults,
  type ActRow,
  type Permission,
  type StaffRow,
  type StaffView,
} from '../../app/contract/staff.ts';
import type { StaffId } from '../../app/domain/ids.ts';
import { sampleViews } from './sample-views.ts';

const atMs = Date.UTC(2026, 10, 22, 6, 32);
const staffId = (n: number): StaffId =>
  `01990000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}` as StaffId;

const names = [
  ['林大同', 'manager'],
  ['亞歷山大・馮・洪堡德斯坦伯格瓦特・瑪麗亞・泰瑞莎・德拉克魯茲', 'manager'],
  ['陳小美', 'cashier'],
  ['Nattaporn Wongsuwan-Rattanakosin', 'cashier'],
  ['佐藤 さくら', 'cashier'],
] as const;

const people: StaffView['people'] = names.map(([name, role], index) => ({
  staffId: staffId(index + 1),
  name,
  role,
}));
const many: StaffView['people'] = Array.from({ length: 24 }, (_, index) => ({
  staffId: staffId(index + 1),
  name: index < names.length ? (names[index]?.[0] ?? '') : `王店員 ${index + 1}`,
  role: index < 2 ? 'manager' : 'cashier',
}));

const unlocked: StaffView = {
  people,
  current: people[2] ?? null,
  locked: false,
  lockAfterMinutes: 3,
  waitUntilMs: null,
  allowed: null,
};
const locked: StaffView = { ...unlocked, locked: true };

function ready(name: string): ReadyView {
  const view = sampleViews[name];
  if (view?.kind !== 'ready') throw new Error(`no ready sample ${name}`);
  return view;
}

const say = (code: string, tone: 'ok' | 'deny', params = {}): ReadyView['notice'] => ({
  id: 70,
  tone,
  code,
  params,
  atMs,
});

/** The counter with people: locked in every way, and with somebody there. */
export const staffViews: Readonly<Record<string, CounterView>> = {
  lock: { ...ready('busy'), staff: locked },
  'lock-idle': { ...ready('idle'), staff: locked },
  'lock-choose': { ...ready('idle'), staff: { ...locked, current: null } },
  'lock-many': {
    ...ready('offline'),
    staff: { ...locked, people: many, current: many[1] ?? null },
  },
  'lock-scan': { ...ready('busy'), staff: locked, notice: say('counter-locked', 'deny') },
  'lock-wait': {
    ...ready('busy'),
    staff: {
      ...locked,
      people: people.map((one, index) =>
        index === 2 ? { ...one, waitUntilMs: Date.now() + 272_000 } : one,
      ),
    },
  },
  'staff-cashier': { ...ready('busy'), staff: unlocked },
  'staff-long': {
    ...ready('offline'),
    staff: { ...unlocked, current: people[1] ?? null },
  },
  'staff-manager': { ...ready('idle'), staff: { ...unlocked, current: people[0] ?? null } },
};

const rows: readonly StaffRow[] = people.map((one, index) => ({
  ...one,
  hasBadge: index < 3,
  lastSignInAtMs: index === 4 ? null : atMs - index * 4_000_000,
}));

const act = (
  n: number,
  what: ActRow['act']['what'],
  more: Partial<ActRow['act']> = {},
): ActRow => ({
  eid: `01990000-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`,
  atMs: atMs - n * 900_000,
  staff: people[n % 3] ?? null,
  act: { what, about: null, by: null, permission: null, reason: null, detail: {}, ...more },
});

const about = people[3] ?? null;
const acts: readonly ActRow[] = [
  act(0, 'signed-in', { detail: { how: 'badge' } }),
  act(1, 'locked', { detail: { why: 'idle', minutes: 3 } }),
  act(2, 'override', {
    by: people[1] ?? null,
    permission: 'refund-over-limit',
    reason: 'customer-complaint',
  }),
  { ...act(3, 'revealed'), memberMasked: '王○明' },
  act(4, 'refund', { detail: { saleNo: '1122-0042', why: 'goods-back', moneyMinor: 3_280 } }),
  act(5, 'void', { detail: { saleNo: '1122-0040', why: 'mistake', moneyMinor: 88 } }),
  { ...act(6, 'sign-in-stopped', { about }), staff: null },
  act(7, 'exported', { detail: { rows: 1_204 } }),
  act(8, 'staff-changed', {
    about,
    detail: { nameBefore: 'Nattaporn', role: 'cashier', badge: 'new' },
  }),
  act(9, 'rules-changed', {
    detail: {
      lockAfterMinutes: 5,
      lockAfterBefore: 3,
      refundLimitMinor: 3_000,
      refundLimitBefore: 1_000,
    },
  }),
  act(10, 'shift-opened'),
  act(11, 'staff-added', { about, detail: { role: 'cashier' } }),
];

type Answers = Partial<Record<CounterCallName, (input: Record<string, unknown>) => unknown>>;
type Push = (change: Partial<ReadyView>) => void;

/** What the sample counter answers to calls about people: the PIN 246813 is right, all others are wrong. */
export function answerStaff(push: Push, viewNow: () => CounterView | undefined): Answers {
  let listed = rows;
  let left = 5;
  const staff = (): StaffView | undefined => {
    const view = viewNow();
    return view?.kind === 'ready' ? view.staff : undefined;
  };
  const change = (part: Partial<StaffView>): void => {
    const now = staff();
    if (now) push({ staff: { ...now, ...part } });
  };
  const refuse = (): unknown => {
    left = Math.max(1, left - 1);
    push({ notice: say('pin-wrong', 'deny', { name: '', left }) });
    return { kind: 'refused', code: 'pin-wrong' };
  };
  return {
    'staff:sign-in': ({ staffId: id, pin }) => {
      if (pin !== '246813') return refuse();
      const current = staff()?.people.find((one) => one.staffId === id) ?? null;
      change({ locked: false, current });
      return { kind: 'done' };
    },
    'staff:lock': () => {
      change({ locked: true });
      return { kind: 'done' };
    },
    'staff:allow': ({ pin, permission, staffId: id }) => {
      if (pin !== '246813') return refuse();
      const by = staff()?.people.find((one) => one.staffId === id);
      if (by) change({ allowed: { permission: permission as Permission, by } });
      return { kind: 'done' };
    },
    'staff:list': () => ({
      staff: staff() === undefined ? [] : listed,
      rules: staffRulesDefaults,
    }),
    'staff:put': ({ staffId: id, badge }) => ({
      kind: 'done',
      staffId: id ?? staffId(90),
      badgeCode: badge === 'new' ? 'CFS7KQ2M9XPAB3R4TVWYZ08' : null,
    }),
    'staff:remove': ({ staffId: id }) => {
      listed = listed.filter((one) => one.staffId !== id);
      return { kind: 'done' };
    },
    'staff:acts': ({ staffId: id, offset }) => {
      const of = acts.filter((one) => id === null || one.staff?.staffId === id);
      return { rows: of.slice(Number(offset)), total: id === null ? 120 : of.length };
    },
  };
}

/** What a cashier lacks for a call, as the counter process would refuse it; null = nothing. */
export function lacksPermission(
  view: CounterView | undefined,
  name: CounterCallName,
): Permission | null {
  const staff = view?.kind === 'ready' ? view.staff : undefined;
  const need = callNeeds[name];
  if (need === 'always' || need === 'cashier' || staff?.current?.role !== 'cashier') return null;
  return staff.allowed?.permission === need ? null : need;
}
