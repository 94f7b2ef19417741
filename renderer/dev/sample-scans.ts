import type { Notice, ReadyView } from '../../app/contract/counter-view.ts';

/** What the screen shows of scans: goods of an e-invoice, codes read twice, a flood. */
export function scanViews({
  busy,
  idle,
  notice,
}: {
  readonly busy: ReadyView;
  readonly idle: ReadyView;
  readonly notice: (
    tone: Notice['tone'],
    code: string,
    params: Notice['params'],
  ) => ReadyView['notice'];
}): Readonly<Record<string, ReadyView>> {
  const goods = [
    { name: '綠茶（大）', qty: 2, unitMinor: 50 },
    { name: '北海道十勝紅豆麵包', qty: 1, unitMinor: 45 },
    { name: null, qty: 1, unitMinor: 1_000 },
    { name: '牛奶', qty: 3, unitMinor: 45 },
  ];
  return {
    goods: {
      ...busy,
      sale: {
        ...busy.sale,
        invoice: { number: 'AB12345678', date: '2026-11-22', sellerTaxId: '12345675' },
        lines: goods.map((line) => ({ ...line, totalMinor: line.qty * line.unitMinor })),
      },
      notice: notice('ok', 'invoice-goods-added', { number: 'AB12345678', count: 4 }),
      scanMarks: { repeated: 2, lost: 0 },
    },
    flooded: {
      ...busy,
      notice: notice('deny', 'scan-unknown', { preview: 'flood-63' }),
      scanMarks: { repeated: 1, lost: 7 },
    },
    'repeated-idle': { ...idle, scanMarks: { repeated: 1, lost: 0 } },
  };
}
