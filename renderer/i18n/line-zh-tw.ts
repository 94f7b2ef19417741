/** What is said of LINE at the counter. LINE accepts a message; whether it was read nobody is told. */
export const lineNoticeZhTw = {
  'line-needs-hq': '這台櫃台沒有連接總部，不能綁定 LINE。請到 F10 設定連接總部。',
  'line-needs-member': '要綁定 LINE 請先掃描會員條碼，或按 F3 找會員，再按 Shift+F6。',
  'line-bound-before': '{{name}} 已經綁定 LINE，不必再綁。',
  'line-blocked':
    '{{name}} 已綁定 LINE，但封鎖了我們的官方帳號，收不到訊息。請會員在 LINE 解除封鎖。',
} as const;

export const lineZhTw = {
  title: '綁定 LINE',
  bind: '綁定 LINE',
  region: '綁定 LINE',
  qr: '給會員用 LINE 掃描的 QR 碼',
  scan: '請會員用 LINE 掃描',
  left: '{{time}} 後換新的 QR 碼',
  cardCode: '會員卡號',
  asking: '正在取得 QR 碼…',
  sending: '新會員正在送到總部，完成後自動顯示 QR 碼。',
  stillValid: 'QR 碼仍可掃描。',
  joinScan: '請會員用 LINE 掃描',
  joinType: '在 LINE 頁面輸入卡號',
  noJoin: '恢復連線後會自動顯示 QR 碼。會員也可以自己打開官方帳號的會員卡，在 LINE 頁面輸入卡號。',
  expired: '沒有人掃描，QR 碼已失效。',
  again: '重新產生 QR 碼',
  bound: '已綁定',
  boundWords: '點數與票券訊息會送到會員的 LINE。',
  boundBefore: '這位會員先前已綁定 LINE。',
  notConfirmed: '總部還沒有同意這台重裝的櫃台，目前不能綁定。請通知總部。',
  noPages: '總部還沒有設定 LINE 會員頁，目前不能綁定。請通知總部。',
  saleGoesOn: '可以繼續結帳，不必等待。',
  lastAccepted: '最後訊息 LINE 已受理 {{at}}',
  lastAcceptedTitle: 'LINE 已收下最近一則訊息；會員是否讀了，LINE 不會告知。',
  messageWaits: 'LINE 訊息：總部收到這筆後發出',
  messageGoes: 'LINE 訊息由總部發出',
} as const;
