import type { posNoticeZhTw } from './pos-zh-tw.ts';
import type { Texts } from './texts.ts';

/** The hand-over from the shop's POS. */
export const posEn: Texts['pos'] = {
  title: 'POS connection',
  intro: 'The POS sends amount and lines, the counter answers. On this PC only.',
  on: 'Switch on',
  off: 'Switch off',
  server: {
    off: 'Off',
    listening: 'Ready',
    'port-taken': 'Another program uses this port; choose another number',
    failed: 'Could not be opened; tell whoever looks after this PC',
  },
  address: 'Address',
  port: 'Port',
  save: 'Save',
  portInvalid: 'The port is a number from 1024 to 65535.',
  pair: 'Pair a POS',
  pairHint: 'Type this code into the POS. It works once, until {{time}}.',
  clients: 'Paired POSes',
  noClients: 'None yet.',
  pairedAt: 'paired {{time}}',
  lastSeen: 'last seen {{time}}',
  neverSeen: 'not seen since the start',
  revoke: 'Revoke',
  revokeOf: 'Revoke “{{name}}”',
  folder: 'Folder',
  folderHint: 'for a POS that writes CSV or JSON files; may be empty',
  folderState: {
    watching: 'watched',
    missing: 'not found; goes on by itself once it is back',
    'not-writable': 'cannot be written to; check rights and space',
  },
  origins: 'Web pages',
  originsHint: 'only for a POS in a browser: https://pos.example.tw',
  lastSales: 'Sales received last',
  noSales: 'None yet.',
  fromFolder: 'file',
  state: {
    queued: 'waiting',
    'waiting-for-member': 'on counter',
    open: 'on counter',
    settled: 'settled',
    'no-member': 'no member',
    cancelled: 'cancelled',
    voided: 'undone',
  },
  refused: {
    'bad-origin': 'Not a web address. Type it like https://pos.example.tw, without a path.',
    'bad-folder':
      'The folder does not exist or cannot be written to. Type its whole path, e.g. D:\\POS.',
    off: 'Switch the connection on first.',
    failed: 'Not saved. Try again.',
  },
  sale: 'POS {{posSaleNo}}',
  waiting: '{{n}} more waiting',
};

export const posNoticeEn: Readonly<Record<keyof typeof posNoticeZhTw, string>> = {
  'pos-sale-taken': 'The POS sent {{posSaleNo}}: {{amountMinor}}. Scan the member.',
  'pos-sale-to-member':
    'The POS sent {{posSaleNo}}: {{amountMinor}}, for {{name}}. Check the member, then settle.',
  'pos-sale-changed': 'The POS changed {{posSaleNo}}: {{beforeMinor}} is now {{amountMinor}}.',
  'pos-sale-instead':
    'The POS sent {{posSaleNo}}: {{amountMinor}}, in place of {{beforeMinor}} that was typed. Check the amount.',
  'pos-sale-cancelled': 'The POS cancelled {{posSaleNo}}; it was taken off.',
  'pos-sale-no-member':
    'The POS closed {{posSaleNo}} at {{amountMinor}} without a member: no points.',
  'pos-sale-gone':
    '{{posSaleNo}} is not on the counter any more and was not settled. Send it from the POS again.',
  'pos-no-tax-id':
    'The store has no tax id, so the invoice of {{posSaleNo}} cannot be used. Enter the tax id in the settings.',
};
