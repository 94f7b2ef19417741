import type { lineCouponZhTw } from './line-coupon-zh-tw.ts';

export const lineCouponEn: typeof lineCouponZhTw = {
  title: 'LINE coupons',
  note: 'A coupon in LINE is advertising: everybody sees one and the same code, “used” is tapped by customers on their own phone, and LINE tells HQ nothing of it. What counts is the till. Once made it cannot be changed, only closed, and not opened again.',
  publish: 'Publish in LINE',
  none: 'None was published yet.',
  noToken: 'Set the access token of the LINE channel first.',
  noCandidates:
    'The rules in force have no coupon with a code. Add one to the rules first, with a limit for each member.',
  columns: {
    title: 'Title',
    code: 'Code',
    days: 'Days',
    state: 'State',
    uses: 'Used at tills',
  },
  states: { open: 'Running', closed: 'Closed', over: 'Over', soon: 'Not yet' },
  close: 'Close',
  sureClose: 'Really close (for good)',
  strangers: 'Running in LINE, but not published by HQ',
  strangersNote:
    'Made on LINE’s own page, or LINE’s answer never reached HQ. Close what is not wanted.',
  strangersUnknown: 'LINE does not say now which coupons it has.',
  dialogTitle: 'Publish a LINE coupon',
  coupon: 'Coupon of the rules',
  couponOption: (name, code) => `${name} (${code})`,
  perMember: (n) => `At most ${n} per member, counted by the tills.`,
  perMemberPerDay: (n) => `At most ${n} a day per member, counted by the tills.`,
  noLimit:
    'This coupon has no limit for each member: everybody sees the code, and one person can use it again and again.',
  titleField: 'Title',
  titleHint: 'At most 60 characters; cannot be changed later',
  description: 'Description',
  descriptionHint: 'At most 1,000 characters; may be empty',
  condition: 'Conditions',
  conditionHint: 'At most 100 characters; may be empty',
  from: 'First day',
  until: 'Last day',
  seen: 'Who sees it',
  seenOptions: { listed: 'Also in LINE’s lists of coupons', unlisted: 'Only who gets a message' },
  bars: 'Barcode',
  barsOptions: { yes: 'With a barcode for the till to scan', no: 'The code in letters only' },
  barsNote: 'LINE fetches the picture once from this address; it must be public https.',
  barsNot:
    'HQ is not open by a public https address now, so LINE could not fetch a barcode: letters only.',
  submit: 'Publish',
  busy: 'Publishing…',
  problems: {
    'not-a-code':
      'Each member has a copy of their own of this coupon; in LINE everybody would see one code.',
    'code-too-long': 'A code in LINE has at most 16 characters. Shorten it in the rules.',
    'code-unreadable': 'Only letters, digits and signs of a plain keyboard: a till must take it.',
    'title-length': 'A title has 1 to 60 characters.',
    'description-length': 'A description has at most 1,000 characters.',
    'condition-length': 'Conditions have at most 100 characters.',
    'days-reversed': 'The last day is before the first.',
    'days-over': 'The last day has passed.',
    'days-outside':
      'Outside the days of this coupon in the rules: on those days the tills refuse it.',
    'image-address': 'LINE does not take the address of the barcode.',
  },
  outcomes: {
    done: 'Done.',
    'no-token': 'Set the access token of the LINE channel first.',
    unauthorized: 'LINE refuses the access token. Change it first.',
    'unknown-coupon': 'The rules in force do not have this coupon any more. Choose again.',
    gone: 'It was closed in LINE before.',
    later: 'LINE cannot be reached and nothing was done. Try again later.',
    unsure:
      'LINE did not answer and may have made it. Look at “not published by HQ” below before publishing again.',
  },
  refused: (detail) => `LINE refused: ${detail}`,
};
