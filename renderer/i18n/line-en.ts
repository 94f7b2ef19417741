import type { lineNoticeZhTw, lineZhTw } from './line-zh-tw.ts';

type Words<T> = { readonly [K in keyof T]: string };

/** What is said of LINE at the counter. LINE accepts a message; whether it was read nobody is told. */
export const lineNoticeEn: Words<typeof lineNoticeZhTw> = {
  'line-needs-hq':
    'This counter has no HQ, so LINE cannot be linked. Connect it to HQ on the settings page (F10).',
  'line-needs-member':
    'To link LINE, scan the member’s code or press F3 to find them, then press Shift+F6.',
  'line-bound-before': '{{name}} has linked LINE already: nothing to do.',
  'line-blocked':
    '{{name}} has linked LINE but blocks our account, so no message arrives. Ask them to unblock it in LINE.',
};

export const lineEn: Words<typeof lineZhTw> = {
  title: 'Link LINE',
  bind: 'Link LINE',
  region: 'Link LINE',
  qr: 'QR code for the member to scan in LINE',
  scan: 'For the member’s LINE',
  left: 'New QR code in {{time}}',
  cardCode: 'Card number',
  asking: 'Fetching the QR code…',
  sending: 'The new member is on the way to HQ; the QR code appears by itself.',
  stillValid: 'The QR code still works.',
  joinScan: 'For the member’s LINE',
  joinType: 'and type this number there',
  noJoin:
    'The QR code appears once HQ answers. Members can also open the member card in our LINE account and type the card number there.',
  expired: 'Nobody scanned it, and the QR code has expired.',
  again: 'New QR code',
  bound: 'Linked',
  boundWords: 'Points and vouchers are now told in the member’s LINE.',
  boundBefore: 'This member has linked LINE before.',
  notConfirmed:
    'HQ has not agreed to this re-installed counter yet, so LINE cannot be linked. Tell HQ.',
  noPages: 'HQ has no LINE pages yet, so LINE cannot be linked. Tell HQ.',
  saleGoesOn: 'The sale can go on meanwhile.',
  lastAccepted: 'Last message accepted by LINE {{at}}',
  lastAcceptedTitle: 'LINE took the latest message; whether it was read, LINE does not tell.',
  messageWaits: 'LINE: sent when HQ has it',
  messageGoes: 'LINE message: sent by HQ',
};
