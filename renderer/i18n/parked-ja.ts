/** Sales set aside, and what kind of customer a member is. */
export const parkedNoticeJa = {
  'sale-parked':
    '{{name}} 様に替わりました。{{before}} 様の会計は保留中です。Shift+F9 で戻せます。',
  'sale-held': '{{name}} 様の会計を保留しました。次のお客様へどうぞ。Shift+F9 で戻せます。',
  'sale-held-nobody': '会計を保留しました。次のお客様へどうぞ。Shift+F9 で戻せます。',
  'member-found-parked':
    '{{name}} 様、保留中の会計があります。Shift+F9 で戻すか、新しい金額を入力してください。',
  'parked-full':
    '保留は {{max}} 件までのため、会員は替えていません。会計を終えるか、Shift+F9 で 1 件戻してください。',
  'parked-none': '保留中の会計はありません。今の会計もまだ空です。',
  'parked-gone': 'その会計はすでに戻しました。何も変わっていません。',
  'parked-pos-first':
    'レジの伝票 {{posSaleNo}} が出ています。先に会計を終えるかレジで取り消してください。保留分は失われません。',
  'parked-member-gone':
    '金額とともに戻しましたが、会員がこの端末にいません。会員コードを読み取り直してください。',
  'parked-recalled': '{{name}} 様の会計を戻しました。確認して Enter を押してください。',
  'parked-recalled-nobody': '会計を戻しました。会員コードを読み取るか、金額を確認してください。',
  'parked-recalled-old':
    '{{name}} 様の {{date}} の会計を戻しました。会計済みでないか確認し、券やポイントを使うなら会員コードを読み取り直してください。',
  'parked-recalled-without':
    '{{name}} 様の会計を金額とともに戻しました。使えなくなった券を外しました：{{vouchers}}',
} as const;

export const parkedJa = {
  chip: '保留 {{n}}',
  title: '保留中の会計',
  hint: '選ぶと戻り、今の会計が保留されます。',
  nobody: '会員なし',
  noAmount: '金額なし',
  vouchers: '券 {{n}}',
  otherDay: '本日以外',
  keys: '数字キーで選択',
  hold: 'この会計を保留',
} as const;

export const activityJa = {
  new: '新規',
  regular: '常連',
  active: '最近来店',
  away: 'ご無沙汰',
  lapsed: '長期未来店',
  never: '購入なし',
} as const;
