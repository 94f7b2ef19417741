/** Scans: the marks beside the notice, and the notices about e-invoice halves and codes of others. */
export const scansZhTw = {
  repeated: '重複掃描 ×{{n}}，已略過',
  lost: '{{n}} 次掃描未處理，請重掃',
};

export const scanNoticeZhTw = {
  'invoice-goods-added': '發票 {{number}} 的商品 {{count}} 項已帶入，金額不變。',
  'invoice-goods-unused':
    '發票 {{number}} 的品項加起來不等於總計（可能有折扣或未稅價），只用金額。可直接結帳。',
  'invoice-halves-unlike':
    '左右兩個 QR 碼對不起來，商品沒有帶入；發票 {{number}} 的金額有效。可直接結帳，或把同一張發票的左、右再各掃一次。',
  'scan-donation-code':
    '掃到的是 3 到 7 位數字，可能是捐贈碼（愛心碼），不是會員條碼。請掃會員條碼、票券或電子發票。',
  'scan-web-address':
    '這是網址的 QR 碼（例如加好友或菜單），不是會員條碼。請會員打開會員卡，掃上面的條碼。',
} as const;
