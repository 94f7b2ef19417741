/** The words of an exported shift report, in the languages of the rules. */
const zhTw = {
  opened: '開班',
  closed: '交班',
  stillOpen: '尚未交班，以下為目前數字',
  events: '紀錄筆數',
  unsent: '交班時待上傳',
  person: '人員',
  nobody: '未登入',
  total: '合計',
  outside: '開班前（未開班時）',
  line: {
    sales: '會員消費筆數',
    paidMinor: '實付金額',
    discountMinor: '折抵金額',
    refunds: '退貨筆數',
    voids: '作廢筆數',
    refundedMinor: '退還金額',
    earned: '給點',
    spent: '用點',
    otherPoints: '其他點數增減',
    vouchersUsed: '用券次數',
    voucherMinor: '用券折抵',
    newMembers: '新會員',
    overrides: '店長同意',
  },
};

export type ExportShiftWords = typeof zhTw;

const en: ExportShiftWords = {
  opened: 'Opened',
  closed: 'Closed',
  stillOpen: 'Still open: the figures so far',
  events: 'Records',
  unsent: 'Not yet at HQ when closed',
  person: 'Person',
  nobody: 'Nobody signed in',
  total: 'All',
  outside: 'Before it, while no shift was open',
  line: {
    sales: 'Sales with a member',
    paidMinor: 'Paid',
    discountMinor: 'Taken off',
    refunds: 'Refunds',
    voids: 'Undone sales',
    refundedMinor: 'Money given back',
    earned: 'Points earned',
    spent: 'Points spent',
    otherPoints: 'Other points',
    vouchersUsed: 'Vouchers used',
    voucherMinor: 'Taken off by vouchers',
    newMembers: 'New members',
    overrides: 'Allowed by a manager',
  },
};

export const exportShiftWords = { 'zh-TW': zhTw, en } as const;
