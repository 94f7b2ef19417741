import type { Notice, ReadyView, VoucherView } from '../../app/contract/counter-view.ts';
import { sampleSales, sampleViews } from '../dev/sample-views.ts';

function ready(name: string): ReadyView {
  const view = sampleViews[name];
  if (view?.kind !== 'ready') throw new Error(`no sample "${name}"`);
  return view;
}

function firstVoucher(): VoucherView {
  const voucher = ready('full').member?.vouchers[0];
  if (!voucher) throw new Error('the sample has no voucher');
  return voucher;
}

/** Views of the made-up shop, by what stands open. */
export const samples = {
  idle: ready('idle'),
  busy: ready('busy'),
  full: ready('full'),
  settled: ready('settled'),
  offline: ready('offline'),
};

const usable: VoucherView = {
  ...firstVoucher(),
  attached: false,
  best: false,
  blockedBy: null,
  blockedWords: null,
  savesMinor: 100,
  minSpendMinor: 0,
  usesLeft: 1,
};

const named = (zh: string, en: string) => ({ 'zh-TW': zh, en });

/** One voucher in each state that its row can be in. */
export const voucherStates: Readonly<Record<string, VoucherView>> = {
  usable,
  best: { ...usable, best: true, savesMinor: 192 },
  attached: { ...usable, attached: true },
  'not-yet-known': { ...usable, savesMinor: null, minSpendMinor: 1_000 },
  'many-uses': { ...usable, usesLeft: 3, savesMinor: 60 },
  blocked: {
    ...usable,
    savesMinor: null,
    blockedBy: 'min-spend',
    blockedWords: named('需消費滿 NT$1,500，還差 NT$220', 'From NT$1,500, NT$220 missing'),
  },
  'long-name': {
    ...usable,
    name: named(
      '二十週年慶全館指定品牌滿千折百加碼回饋專屬票券（限信義店）',
      'Twentieth anniversary store-wide chosen brands NT$100 off voucher',
    ),
  },
};

/** The last sale in each state of its way to HQ, and taken back. */
export const saleStates = (['local', 'waiting', 'at-hq', 'rejected'] as const).flatMap(
  (sync, index) => sampleSales.slice(index, index + 1).map((sale) => ({ ...sale, sync })),
);

/** A short sentence and the longest there is, in each tone. */
export const notices: readonly { readonly id: string; readonly notice: Notice | null }[] = [
  { id: 'idle', notice: null },
  ...(
    [
      ['ok-short', 'ok', 'member-found', { name: '王○明' }],
      [
        'ok-long',
        'ok',
        'sale-settled-with',
        {
          name: '歐陽○娜',
          paidMinor: 1_180,
          points: 18,
          balance: 12_496,
          extra: named('升為白金卡，請交付限量帆布袋 1 個', 'Now Platinum; hand over 1 canvas bag'),
        },
      ],
      ['warn', 'warn', 'invoice-scan-left', {}],
      ['deny-short', 'deny', 'scan-product', { code: '4710088412348' }],
      [
        'deny-long',
        'deny',
        'voucher-used',
        {
          name: named('生日禮券 NT$100', 'Birthday NT$100'),
          date: '2026-11-20',
          time: '18:04',
          store: '信義店',
        },
      ],
    ] as const
  ).map(([id, tone, code, params]) => ({
    id,
    notice: { id: 1, tone, code, params, atMs: 0 } satisfies Notice,
  })),
];

/** Stamp cards: begun, nearly full, of twenty, and too long for dots. */
export const stampCards = (
  [
    ['few', 1, 5],
    ['ten', 9, 10],
    ['twenty', 13, 20],
    ['bar', 31, 50],
  ] as const
).map(([cardId, stamps, goal]) => ({
  cardId,
  name: named('咖啡集點', 'Coffee card'),
  cardNo: 1,
  stamps,
  goal,
}));
