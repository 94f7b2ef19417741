/** What is said of members' signed codes, the ones that change every minute. */
export const tokenNoticeZhTw = {
  'member-found-token': '{{name}}，歡迎，動態條碼已驗證，可用券與點數。請輸入金額。',
  'member-token-on-sale': '{{name}} 的動態條碼剛才已讀過，這筆可用券與點數。請繼續結帳。',
  'member-token-used':
    '{{name}} 的這個動態條碼已用過：這筆可累點。要用券或點數，請會員更新條碼後再掃一次。',
  'member-token-expired':
    '{{name}} 的動態條碼已過期：這筆可累點。要用券或點數，請會員更新條碼後再掃一次。',
  'member-token-clock':
    '電腦時間可能不準，無法確認 {{name}} 的動態條碼：這筆可累點，暫不能用券與點數。請連上總部後再掃，並校正電腦時間。',
  'member-token-invalid':
    '這個動態條碼不是本品牌總部發的，或讀取有誤。請會員更新條碼後重掃，或改掃會員卡。',
  'member-token-unknown':
    '這台櫃台還沒有這位會員的資料。請改掃會員卡，或稍候同步後請會員更新條碼再掃。',
  'voucher-needs-token': '用「{{name}}」要先確認本人。請會員打開 LINE 會員卡的動態條碼再掃一次。',
  'redeem-needs-token': '用點數折抵要先確認本人。請會員打開 LINE 會員卡的動態條碼再掃一次。',
} as const;

export const tokenMemberZhTw = {
  verified: '本人已驗證',
  needsToken: '可累點；用券、用點請會員打開 LINE 會員卡的動態條碼再掃一次',
} as const;
