import type { RefundRefusal } from '../domain/refund.ts';
import { say, type NoticeDraft } from './notice-codes.ts';

/** The sentence for a refund the rules refuse. */
export function refundRefusalNotice(refusal: RefundRefusal['refusal']): NoticeDraft {
  switch (refusal.code) {
    case 'exceeds-refundable': {
      const { refundableMinor } = refusal;
      return say('refund-exceeds-refundable', { refundableMinor });
    }
    case 'exceeds-line':
      return say('refund-exceeds-line', { line: refusal.line + 1, qtyLeft: refusal.qtyLeft });
    case 'too-late':
      return say('refund-too-late', { date: refusal.lastDay });
    case 'points-spent':
      return say('refund-points-spent', { points: refusal.points });
    case 'nothing-left':
      return say('refund-nothing-left', {});
    case 'amount-not-positive':
      return say('refund-amount-not-positive', {});
    case 'amount-not-whole':
      return say('refund-amount-not-whole', {});
    case 'line-unknown':
      return say('refund-line-unknown', {});
    case 'already-refunded':
      return say('refund-already-refunded', {});
  }
}
