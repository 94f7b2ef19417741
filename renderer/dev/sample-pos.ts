import { posHouseDefaults, type PosHouseView } from '../../app/contract/pos-settings.ts';

/** A shop whose POS is paired and hands sales over. */
export const posSample: PosHouseView = {
  house: { ...posHouseDefaults, isOn: true, folder: 'D:\\POS\\會員交易匯出' },
  server: 'listening',
  folder: 'watching',
  pairing: null,
  clients: [{ posName: '前台收銀機 一號', pairedAtMs: 1_790_000_000_000, lastSeenAtMs: null }],
  lastSales: [
    {
      posName: '前台收銀機 一號',
      posSaleNo: 'A-20261122-0047',
      state: 'settled',
      amountMinor: 1_280,
      atMs: 1_795_000_000_000,
    },
  ],
};
