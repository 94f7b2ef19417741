import type { Act } from './act.ts';
import { say } from './notice-codes.ts';
import type { Scene } from './scene.ts';

/** Answers to a code of the real shop, of which the training database knows nothing. */
const strangers: ReadonlySet<string> = new Set([
  'member-token-invalid',
  'member-token-unknown',
  'voucher-unknown',
  'voucher-token-invalid',
]);

/**
 * In training, a real member's card or voucher is unknown: says that it is so because this is training, not
 * that the card is. What the practice card itself has as an unknown card is answered as in the shop.
 */
export function sayInTraining<A extends Pick<Act, 'notice'>>({ settings }: Scene, act: A): A {
  const { notice } = act;
  if (settings.training === null || notice === null || notice === 'keep') return act;
  if (notice.code === 'card-unknown') {
    const { tail } = notice.params;
    if (typeof tail !== 'string') return act;
    const isPractice = settings.training.practice.some(({ code }) => code.endsWith(tail));
    return isPractice ? act : { ...act, notice: say('training-card-unknown', { tail }) };
  }
  return strangers.has(notice.code) ? { ...act, notice: say('training-code-unknown', {}) } : act;
}
