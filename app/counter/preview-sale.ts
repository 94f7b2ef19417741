import type { Preview } from '../contract/counter-view.ts';
import { evaluateSale, type EvaluatedSale, type SaleRefusal } from '../domain/evaluate-sale.ts';
import { parseAmountText } from '../domain/money.ts';
import type { LocalizedText, Program } from '../domain/program.ts';
import { reasonWords } from '../domain/reason-words.ts';
import type { Voucher } from '../db/vouchers.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { Scene } from './scene.ts';

/** What settling would do, or the sentence that says why it cannot. */
export type SaleResult =
  | { readonly kind: 'evaluated'; readonly program: Program; readonly result: EvaluatedSale }
  | { readonly kind: 'refused'; readonly notice: NoticeDraft };

/** Runs the rules over the open sale. Null while member or amount is missing: there is nothing to run. */
export function evaluateScene(scene: Scene): SaleResult | null {
  const { program, member, sale, vouchers, moment } = scene;
  if (member === null || sale.amountText === '') return null;
  if (program === null) return { kind: 'refused', notice: say('program-missing', {}) };
  const amount = parseAmountText(sale.amountText);
  if (amount.kind === 'refused') {
    const code = amount.code === 'amount-empty' ? 'amount-not-positive' : amount.code;
    return { kind: 'refused', notice: say(code, {}) };
  }
  const result = evaluateSale(
    program,
    member,
    { amountMinor: amount.amountMinor, vouchers },
    moment.today,
  );
  if (result.kind === 'evaluated') return { kind: 'evaluated', program, result };
  return { kind: 'refused', notice: refusalNotice(result, program, vouchers) };
}

/** The same for the screen. */
export function previewOf(scene: Scene): Preview | null {
  const evaluated = evaluateScene(scene);
  if (evaluated === null) return null;
  if (evaluated.kind === 'refused')
    return { kind: 'refused', code: evaluated.notice.code, params: evaluated.notice.params };
  const { discountMinor, paidMinor, points, reasons } = evaluated.result;
  return {
    kind: 'evaluated',
    discountMinor,
    paidMinor,
    points,
    reasons: reasons.map((reason) => ({ code: reason.code, words: reasonWords(reason) })),
  };
}

/** The name of a voucher's coupon; its code where the program does not know the coupon. */
export function voucherName(
  program: Program | null,
  voucher: Pick<Voucher, 'couponId' | 'code'>,
): LocalizedText {
  const coupon = program?.coupons.find((c) => c.couponId === voucher.couponId);
  return coupon?.name ?? { 'zh-TW': voucher.code, en: voucher.code };
}

function refusalNotice(
  refusal: SaleRefusal,
  program: Program,
  vouchers: readonly Voucher[],
): NoticeDraft {
  if (!('voucherId' in refusal)) {
    if (refusal.code === 'unknown-tier') return say('unknown-tier', { tierId: refusal.tierId });
    if (refusal.code === 'too-many-vouchers') return say('too-many-vouchers', { max: refusal.max });
    return say(refusal.code, {});
  }
  const voucher = vouchers.find((v) => v.voucherId === refusal.voucherId);
  if (voucher === undefined) throw new Error('the rules refused a voucher that was not offered');
  const name = voucherName(program, voucher);
  switch (refusal.code) {
    case 'voucher-min-spend':
      return say('voucher-min-spend', {
        name,
        minSpendMinor: refusal.minSpendMinor,
        missingMinor: refusal.missingMinor,
      });
    case 'voucher-expired':
      return say('voucher-expired', { name, date: voucher.validUntil });
    case 'voucher-not-yet-valid':
      return say('voucher-not-yet-valid', { name, date: voucher.validFrom });
    default:
      return say(refusal.code, { name });
  }
}
