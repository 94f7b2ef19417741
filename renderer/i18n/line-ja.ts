import type { lineNoticeZhTw, lineZhTw } from './line-zh-tw.ts';

type Words<T> = { readonly [K in keyof T]: string };

/** What is said of LINE at the counter. LINE accepts a message; whether it was read nobody is told. */
export const lineNoticeJa: Words<typeof lineNoticeZhTw> = {
  'line-needs-hq':
    'このレジは本部に未接続のため、LINE 連携できません。設定（F10）で本部に接続してください。',
  'line-needs-member':
    'LINE 連携の前に会員コードを読み取るか、F3 で会員を探し、Shift+F6 を押してください。',
  'line-bound-before': '{{name}} 様は LINE 連携済みです。操作は不要です。',
  'line-blocked':
    '{{name}} 様は LINE 連携済みですが、公式アカウントをブロック中で届きません。LINE での解除をお願いしてください。',
};

export const lineJa: Words<typeof lineZhTw> = {
  title: 'LINE 連携',
  bind: 'LINE 連携',
  region: 'LINE 連携',
  qr: '会員様が LINE で読み取る QR コード',
  scan: '会員様に LINE で読み取っていただく',
  left: '{{time}} 後に新しい QR コード',
  cardCode: '会員番号',
  asking: 'QR コードを取得中…',
  sending: '新規会員を本部へ送信中です。完了後に QR コードを表示します。',
  stillValid: 'QR コードは有効です。接続が戻るとここに反映します。',
  joinScan: '会員様に LINE で読み取っていただく',
  joinType: 'LINE のページで会員番号を入力',
  noJoin:
    '接続が戻ると QR コードを表示します。会員様が公式アカウントの会員証を開き、会員番号を入力することもできます。',
  expired: '読み取りがなく、QR コードの期限が切れました。',
  again: '新しい QR コード',
  bound: '連携済み',
  boundWords: 'ポイントとクーポンのお知らせを会員様の LINE に送ります。',
  boundBefore: 'この会員様は以前に LINE 連携済みです。',
  notConfirmed:
    '再設定したこのレジを本部がまだ承認していないため、連携できません。本部に連絡してください。',
  noPages: '本部に LINE の会員ページがまだなく、連携できません。本部に連絡してください。',
  saleGoesOn: '待たずに会計を続けられます。',
  lastAccepted: '最終メッセージ LINE 受付 {{at}}',
  lastAcceptedTitle: 'LINE が最新メッセージを受け付けました。既読かどうかは分かりません。',
  messageWaits: 'LINE：本部が受信後に送信',
  messageGoes: 'LINE：本部から送信',
};
