import { awardEventSchema, type AwardEvent, type IssuedVoucherRef } from '../contract/events.ts';
import type { SpendCover } from '../contract/spend-policy.ts';
import type { EventId, SaleId } from '../domain/ids.ts';
import type { AppliedDiscount } from '../domain/sale.ts';
import type { UsedToken } from '../db/used-tokens.ts';
import type { Voucher } from '../db/vouchers.ts';
import { storeOf, type EvaluatedScene } from './evaluate-scene.ts';
import type { CounterDeps } from './ports.ts';
import type { Scene } from './scene.ts';

/**
 * The event of a settled sale: what was asked, what was known, what came of it. Throws when that is no
 * event: a mistake in the rules must not be recorded.
 */
export function composeAward(input: {
  readonly scene: Scene;
  readonly evaluated: EvaluatedScene;
  readonly saleNo: string;
  readonly issued: readonly IssuedVoucherRef[];
  /** What covers the points; null = nothing has to. */
  readonly cover: SpendCover | null;
  /** The signed code by which the member is on the sale; null = by another way. */
  readonly token: UsedToken | null;
  /** The POS that handed the sale over, and its number there; null = none did. */
  readonly pos: AwardEvent['body']['pos'] | null;
  readonly newId: CounterDeps['newId'];
}): AwardEvent {
  const { scene, evaluated, saleNo, issued, cover, token, pos, newId } = input;
  const { moment, settings, sale } = scene;
  const { program, state, asked, result } = evaluated;
  // What the screen shows and what others keep is not part of the record.
  const { kind: _kind, refused: _refused, goods: _goods, ...shown } = result;
  const { reasons: _reasons, notices: _notices, ...outcome } = shown;
  return awardEventSchema.parse({
    eid: newId<EventId>(),
    v: 2,
    type: 'award',
    store: storeOf(settings),
    bizDate: moment.today,
    t: moment.eventTime,
    ...scene.who,
    member: state.memberId,
    body: {
      ...outcome,
      saleId: newId<SaleId>(),
      saleNo,
      amountSource: sale.invoice === null ? 'typed' : 'einvoice',
      invoice: sale.invoice,
      program: { id: program.programId, version: program.version },
      tierId: state.tierId,
      asked,
      facts: state,
      vouchers: result.discounts.flatMap((discount) => usedVoucher(scene.vouchers, discount)),
      issued,
      ...(cover === null ? {} : { cover }),
      ...(pos == null ? {} : { pos }),
      ...(token === null ? {} : { memberToken: { text: token.text, takenAtMs: token.takenAtMs } }),
    },
  });
}

function usedVoucher(
  offered: readonly Voucher[],
  { source, discountMinor, uses }: AppliedDiscount,
): AwardEvent['body']['vouchers'] {
  if (source.kind !== 'voucher') return [];
  const voucher = offered.find((one) => one.voucherId === source.voucherId);
  if (voucher === undefined) throw new Error('the rules discounted a voucher that was not offered');
  const { voucherId, couponId, code, validFrom, validUntil } = voucher;
  return [{ voucherId, couponId, code, validFrom, validUntil, discountMinor, uses }];
}
