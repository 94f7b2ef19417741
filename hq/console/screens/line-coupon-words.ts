import type { LineCouponDone } from '../../../app/contract/hq-admin-line-coupon.ts';
import type { Texts } from '../i18n/texts.ts';

/** What came of it, in a sentence. */
export function couponDoneWords(words: Texts['lineCoupon'], done: LineCouponDone): string {
  if (done.kind === 'wrong') return done.problems.map((one) => words.problems[one]).join(' ');
  return done.kind === 'refused' ? words.refused(done.detail) : words.outcomes[done.kind];
}
