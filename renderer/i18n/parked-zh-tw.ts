/** Sales set aside, and what kind of customer a member is. */
export const parkedNoticeZhTw = {
  'sale-parked': '已換成 {{name}}；{{before}} 的結帳先暫存，按 Shift+F9 取回。',
  'sale-held': '{{name}} 的結帳已暫存，可以接下一位。按 Shift+F9 取回。',
  'sale-held-nobody': '這筆結帳已暫存，可以接下一位。按 Shift+F9 取回。',
  'member-found-parked':
    '{{name}}，歡迎。這位會員有一筆暫存，按 Shift+F9 取回，或直接輸入新的金額。',
  'parked-full': '暫存已滿 {{max}} 筆，這次沒有換人。請先結完這筆，或按 Shift+F9 取回一筆。',
  'parked-none': '沒有暫存的結帳，目前這筆也還沒有內容，不用暫存。',
  'parked-gone': '這筆暫存已經取回了，什麼都沒有改變。',
  'parked-pos-first':
    '收銀機的單 {{posSaleNo}} 還在櫃台，請先結完或在收銀機取消，再取回暫存。暫存的都還在。',
  'parked-member-gone': '已取回，金額還在；但原會員已不在這台電腦，請重新掃描會員。',
  'parked-recalled': '已取回 {{name}} 的結帳，確認後按 Enter。',
  'parked-recalled-nobody': '已取回，請掃描會員或確認金額。',
  'parked-recalled-old':
    '已取回 {{name}} 在 {{date}} 的暫存。請確認沒有結過帳；要用券或點數請重掃會員條碼。',
  'parked-recalled-without':
    '已取回 {{name}} 的結帳，金額還在；這些券已不能用、先拿掉：{{vouchers}}。',
} as const;

export const parkedZhTw = {
  chip: '暫存 {{n}}',
  title: '暫存的結帳',
  hint: '選一筆取回；櫃台上還沒結的會換進來暫存。',
  nobody: '未掃會員',
  noAmount: '未輸入金額',
  vouchers: '券 {{n}}',
  otherDay: '非今日',
  keys: '數字鍵選一筆暫存',
  hold: '暫存目前這筆',
} as const;

export const activityZhTw = {
  new: '新客',
  regular: '常客',
  active: '近期來過',
  away: '許久未來',
  lapsed: '久未往來',
  never: '尚未消費',
} as const;
