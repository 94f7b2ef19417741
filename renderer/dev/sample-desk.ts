import type { CounterCallName } from '../../app/contract/counter-calls.ts';
import type { Notice, ReadyView } from '../../app/contract/counter-view.ts';
import type { InboxItem } from '../../app/contract/inbox.ts';
import { inboxKinds } from '../../app/domain/inbox-kind.ts';
import type { MemberId, SaleId } from '../../app/domain/ids.ts';

/** Views of sales set aside and of the store's inbox, and an inbox that can be marked. */
const atMs = Date.UTC(2026, 10, 22, 6, 32);

const parked: NonNullable<ReadyView['parked']> = [
  ['歐陽○娜', '12900', 2, true],
  [null, '88', 0, false],
  ['司○○納·巴○○○○○卡阿美族長名', '9999999', 20, true],
  ['林○麗', '', 1, false],
  ['王○明', '640', 0, false],
].map(([nameMasked, amountText, vouchers, otherDay], index) => ({
  parkedAtMs: atMs - (5 - index) * 420_000,
  memberId:
    nameMasked === null ? null : (`01970000-0000-7000-8000-00000000080${index}` as MemberId),
  nameMasked: nameMasked as string | null,
  amountText: String(amountText),
  vouchers: Number(vouchers),
  otherDay: otherDay === true,
}));

export function deskViews(given: {
  readonly busy: ReadyView;
  readonly idle: ReadyView;
  readonly notice: (tone: Notice['tone'], code: string, params?: Notice['params']) => Notice;
}): Readonly<Record<string, ReadyView>> {
  const { busy, idle, notice } = given;
  const member = busy.member ?? undefined;
  const one = parked.slice(-1);
  return {
    'parked-one': {
      ...busy,
      parked: one,
      notice: notice('warn', 'sale-parked', { name: '林○麗', before: '王○明' }),
    },
    'parked-full': {
      ...busy,
      parked,
      inboxUnseen: 120,
      notice: notice('deny', 'parked-full', { max: 5 }),
    },
    'inbox-some': { ...idle, inboxUnseen: 3 },
    'inbox-none': idle,
    'clock-behind': {
      ...idle,
      mode: 'local',
      inboxUnseen: 1,
      sync: { ...idle.sync, clockBehindMs: 31_536_000_000 },
    },
    ...(member === undefined
      ? {}
      : {
          'member-lapsed': { ...busy, member: { ...member, activity: 'lapsed' as const } },
          'member-new': {
            ...busy,
            member: { ...member, activity: 'new' as const, birthdayMonth: false },
          },
        }),
  };
}

const details: Readonly<Partial<Record<InboxItem['kind'], string>>> = {
  device: '櫃台掃描器',
  clock: '-9',
  'clock-behind': '525600',
  'pos-shut': 'port-taken',
};

/** One item of each kind, the first three not seen yet. */
function everyKind(): InboxItem[] {
  return inboxKinds.map((kind, index) => {
    const isSale = index < 12;
    return {
      key: `${kind}:${index}`,
      kind,
      atMs: atMs - index * 5_400_000,
      saved: isSale
        ? index < 2
          ? 'not-counted'
          : 'counted'
        : kind === 'outbox'
          ? 'waiting'
          : 'kept',
      findings: isSale ? [['handler-failed', 'voucher-used-twice'][index % 2] ?? ''] : [],
      saleId: isSale ? ('01970000-0000-7000-8000-000000000300' as SaleId) : null,
      saleNo: isSale ? `1122-00${40 + index}` : null,
      nameMasked: isSale ? (['王○明', '司○○納·巴○○○○○卡阿美族長名'][index % 2] ?? '') : null,
      paidMinor: isSale ? 1_280 * (index + 1) : null,
      detail: details[kind] ?? null,
      seenAtMs: index < 3 ? null : atMs,
    };
  });
}

type Answers = Partial<Record<CounterCallName, (input: Record<string, unknown>) => unknown>>;

/** Answers of an inbox that is empty in the view of that name. */
export function answerInbox(push: (change: Partial<ReadyView>) => void, isEmpty: boolean): Answers {
  let items = isEmpty ? [] : everyKind();
  return {
    'inbox:list': () => ({ items, more: false }),
    'inbox:mark': ({ keys, seen }) => {
      const named = new Set(keys as string[]);
      items = items.map((one) =>
        named.has(one.key) ? { ...one, seenAtMs: seen === true ? atMs : null } : one,
      );
      push({ inboxUnseen: items.filter((one) => one.seenAtMs === null).length });
      return { kind: 'done' };
    },
  };
}
