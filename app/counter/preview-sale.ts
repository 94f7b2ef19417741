import type { Preview, ReadyView, ReasonLine } from '../contract/counter-view.ts';
import { nextStepsFor } from '../domain/next-steps.ts';
import { bringsWords, nextStepWords, reasonWords } from '../domain/reason-words.ts';
import type { SaleLine } from '../domain/sale.ts';
import { evaluateScene, type EvaluatedScene, type SaleResult } from './evaluate-scene.ts';
import { namedCode } from './code-coupon.ts';
import type { Scene } from './scene.ts';
import { voucherName } from './voucher-block.ts';
import type { BestCombination } from './weigh-vouchers.ts';

type LineView = NonNullable<ReadyView['sale']['lines']>[number];

/** Lines the contract allows. */
const reasonsMax = 50;

/** The open sale as the screen shows it. */
export function openSaleView(scene: Scene, best: BestCombination | null): ReadyView['sale'] {
  const { amountText, invoice, lines } = scene.sale;
  const evaluated = evaluateScene(scene);
  const room = evaluated?.room ?? null;
  return {
    amountText,
    invoice,
    ...(lines === null ? {} : { lines: lines.map(lineView) }),
    preview: previewOf(evaluated),
    spendPoints: evaluated?.kind === 'evaluated' ? evaluated.asked.spendPoints : 0,
    spendPointsMax: room === null || room.refusal !== null ? null : room.maxPoints,
    spendBlockedBy: room?.refusal?.code ?? null,
    best: best === null ? null : { ...best, voucherIds: [...best.voucherIds] },
    ...(scene.sale.codes.length === 0 ? {} : { codes: codeViews(scene, evaluated) }),
  };
}

function codeViews(
  { program, sale }: Scene,
  evaluated: SaleResult | null,
): NonNullable<ReadyView['sale']['codes']> {
  const discounts = evaluated?.kind === 'evaluated' ? evaluated.result.discounts : [];
  return sale.codes.map((code) => {
    const named = namedCode(program, code);
    const used = discounts.find(
      ({ source }) => source.kind === 'coupon' && source.couponId === named.couponId,
    );
    const savesMinor = used?.discountMinor ?? null;
    return { code, name: voucherName(program, named), savesMinor };
  });
}

function lineView({ name, qty, unitMinor }: SaleLine): LineView {
  return { name, qty, unitMinor, totalMinor: qty * unitMinor };
}

function previewOf(evaluated: SaleResult | null): Preview | null {
  if (evaluated === null) return null;
  if (evaluated.kind === 'evaluated') return evaluatedView(evaluated);
  const { code, params } = evaluated.notice;
  return { kind: 'refused', code, params };
}

function evaluatedView({ program, state, asked, result }: EvaluatedScene): Preview {
  const { amountMinor, discountMinor, pointsSpent, pointsValueMinor, baseMinor } = result;
  return {
    kind: 'evaluated',
    amountMinor,
    discountMinor,
    pointsSpent,
    pointsValueMinor,
    baseMinor,
    paidMinor: result.paidMinor,
    points: result.points,
    reasons: result.reasons
      .slice(0, reasonsMax)
      .map((reason) => ({ code: reason.code, words: reasonWords(reason) })),
    brings: bringsWords(program, result).map(({ code, words }) => ({ code, words })),
    nextSteps: nextStepLines(program, state, { asked, result }),
  };
}

/** What is missing to something better, in words; without a sale what hangs on the member alone. */
export function nextStepLines(...about: Parameters<typeof nextStepsFor>): ReasonLine[] {
  return nextStepsFor(...about).map((step) => ({ code: step.code, words: nextStepWords(step) }));
}
