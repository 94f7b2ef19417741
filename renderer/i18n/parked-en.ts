/** Sales set aside, and what kind of customer a member is. */
export const parkedNoticeEn = {
  'sale-parked': 'Now {{name}}. The sale of {{before}} is set aside; Shift+F9 takes it back.',
  'sale-held': 'The sale of {{name}} is set aside, the counter is free. Shift+F9 takes it back.',
  'sale-held-nobody': 'The sale is set aside, the counter is free. Shift+F9 takes it back.',
  'member-found-parked':
    'Welcome, {{name}}. A sale of theirs is set aside: Shift+F9 takes it back, or type a new amount.',
  'parked-full':
    '{{max}} sales are set aside: this scan was not taken. Finish this sale, or see Shift+F9.',
  'parked-none': 'No sale is set aside, and this one is still empty.',
  'parked-gone': 'That sale was taken back already. Nothing has changed.',
  'parked-pos-first':
    'Sale {{posSaleNo}} of the POS stands on the counter. Finish it or cancel it on the POS, then take yours back. Nothing set aside is lost.',
  'parked-member-gone':
    'Taken back with its amount, but its member is no longer on this PC. Scan the member again.',
  'parked-recalled': 'The sale of {{name}} is back. Check it and press Enter.',
  'parked-recalled-nobody': 'The sale is back. Scan the member or check the amount.',
  'parked-recalled-old':
    'The sale of {{name}} from {{date}} is back. Make sure it was not settled since; scan the member again to use vouchers or points.',
  'parked-recalled-without':
    'The sale of {{name}} is back with its amount. No longer usable and taken off: {{vouchers}}.',
} as const;

export const parkedEn = {
  chip: 'Set aside {{n}}',
  title: 'Sales set aside',
  hint: 'Choose one; the open sale takes its place.',
  nobody: 'No member',
  noAmount: 'No amount yet',
  vouchers: 'Vouchers: {{n}}',
  otherDay: 'Earlier day',
  keys: 'Digits choose a sale',
  hold: 'Set this one aside',
} as const;

export const activityEn = {
  new: 'New',
  regular: 'Regular',
  active: 'Recent',
  away: 'Long away',
  lapsed: 'Lapsed',
  never: 'No sale yet',
} as const;
