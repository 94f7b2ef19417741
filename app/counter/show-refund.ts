import type { CounterCallIn, CounterCallOut } from '../contract/counter-calls.ts';
import type { SaleId } from '../domain/ids.ts';
import { balanceOf, isLapsed, lotsFromEntries } from '../domain/lots.ts';
import { linesAfter, valueLeft, wholeLines } from '../domain/refund-amounts.ts';
import type { RefundContext, RefundResult } from '../domain/refund.ts';
import { refundReasonWords } from '../domain/refund-words.ts';
import type { Reader } from '../db/handles.ts';
import { findOwnSales } from '../db/own-sales.ts';
import { getSettings } from '../db/settings.ts';
import { evaluateTakingBack, gatherRefund, type RefundScene } from './gather-refund.ts';
import type { Moment } from './moment.ts';
import { refundRefusalNotice } from './refund-notices.ts';
import { settledView } from './settled-view.ts';

/** Rows and lines the contract allows. */
const salesMax = 50;
const reasonsMax = 50;

/** Sales of this counter to choose from, newest first. */
export async function findRefundable(
  db: Reader,
  { text, moment }: CounterCallIn<'refund:find'> & { readonly moment: Moment },
): Promise<CounterCallOut<'refund:find'>> {
  const mode = (await getSettings(db)).mode ?? 'local';
  const sales = await findOwnSales(db, { text, limit: salesMax, nowMs: moment.nowMs });
  return { sales: sales.map((sale) => settledView(sale, mode)) };
}

/** A sale with what can still be taken back of it. */
export async function openRefund(
  db: Reader,
  { saleId, moment }: { readonly saleId: SaleId; readonly moment: Moment },
): Promise<CounterCallOut<'refund:open'>> {
  const scene = await gatherRefund(db, { saleId, moment });
  if (scene.kind === 'refused') return { kind: 'refused', code: scene.notice.code };
  const { sale, context } = scene;
  const undone = evaluateTakingBack(scene, 'void', { kind: 'all' });
  const mode = (await getSettings(db)).mode ?? 'local';
  const left = context.earlier.reduce<ReturnType<typeof wholeLines>>(
    (lines, taken) => linesAfter(lines, taken),
    wholeLines(context.sale),
  );
  return {
    kind: 'open',
    open: {
      sale: settledView(sale, mode),
      lines: left.map(({ qty, qtyLeft, leftMinor }, line) => ({
        line,
        qty,
        qtyLeft,
        leftMinor,
        name: context.sale.asked.lines[line]?.name ?? '',
      })),
      refundableMinor: valueLeft(left),
      voidBlockedBy: undone.kind === 'refused' ? undone.refusal.code : null,
    },
  };
}

/** What a refund would do, without doing it. */
export async function previewRefund(
  db: Reader,
  { input, moment }: { readonly input: CounterCallIn<'refund:preview'>; readonly moment: Moment },
): Promise<CounterCallOut<'refund:preview'>> {
  const scene = await gatherRefund(db, { saleId: input.saleId, moment });
  if (scene.kind === 'refused') {
    const { code, params } = scene.notice;
    return { kind: 'refused', code, params };
  }
  const evaluated = evaluateTakingBack(scene, input.mode, input.request);
  if (evaluated.kind === 'refused') {
    const { code, params } = refundRefusalNotice(evaluated.refusal);
    return { kind: 'refused', code, params };
  }
  const { amountMinor, moneyMinor, clawedBack, returned } = evaluated.result;
  return {
    kind: 'evaluated',
    amountMinor,
    moneyMinor,
    clawedBack,
    returned,
    balanceAfter: balanceAfter(scene.context, evaluated.result),
    reasons: evaluated.reasons.slice(0, reasonsMax).map((reason) => ({
      code: reason.code,
      words: refundReasonWords(reason),
    })),
  };
}

/** The buying member's points once the refund stands; below 0 is a debt. */
function balanceAfter(
  { lots, sale, today }: RefundScene['context'],
  { entries }: RefundResult,
): number {
  const { memberId } = sale.facts;
  // What has lapsed covers no debt that comes about only now.
  const live = lots.filter((lot) => !isLapsed(lot, today));
  const held: RefundContext['sale']['entries'] = live.map((lot) => ({
    ...lot,
    leg: 0,
    kind: 'adjust',
    memberId,
  }));
  const own = entries.filter((entry) => entry.memberId === memberId);
  return balanceOf(lotsFromEntries([...held, ...own]), today).availablePoints;
}
