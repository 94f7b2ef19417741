import type { scanNoticeZhTw } from './scans-zh-tw.ts';
import type { Texts } from './texts.ts';

/** Scans. */
export const scansEn: Texts['scans'] = {
  repeated: 'Scanned again ×{{n}}, skipped',
  lost: '{{n}} scans not handled, scan again',
};

export const scanNoticeEn: Readonly<Record<keyof typeof scanNoticeZhTw, string>> = {
  'invoice-goods-added':
    'The {{count}} lines of goods of invoice {{number}} were added; the amount stays.',
  'invoice-goods-unused':
    'The goods of invoice {{number}} do not sum to its total (a discount, or prices before tax): only the amount is used. Just settle.',
  'invoice-halves-unlike':
    'The two QRs do not fit, so no goods were added; the amount of invoice {{number}} stands. Just settle, or scan left and right of one slip again.',
  'scan-donation-code':
    'That is 3 to 7 digits, perhaps a donation code, and no member’s code. Scan a member’s code, a voucher or an e-invoice.',
  'scan-web-address':
    'That is the QR of a web page (to add a friend, a menu), not a member’s code. Ask for the member card and scan the code on it.',
};
