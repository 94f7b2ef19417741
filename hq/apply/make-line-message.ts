import { v5 } from 'uuid';
import type { AwardEvent } from '../../app/contract/events.ts';
import { balanceOf, lotsFromEntries } from '../../app/domain/lots.ts';
import type { LocalizedText } from '../../app/domain/program.ts';
import { reasonWords } from '../../app/domain/reason-words.ts';
import { businessDate } from '../../app/domain/time.ts';
import { buildSaleMessage } from '../../app/line/build-sale-message.ts';
import { serializePush } from '../../app/line/serialize-push.ts';
import type { NewLineMessage } from '../db/line-outbox.ts';
import { programKey } from '../db/programs.ts';
import type { NewSale } from '../db/sales.ts';
import type { BatchState } from './batch-state.ts';
import { derivedIdNamespace } from './make-effects.ts';
import type { Found } from './make-effects.ts';
import type { Recomputed } from './recompute-award.ts';

/**
 * The message a member gets for a sale, serialised once, with a retry key derived from the event;
 * none for a member without LINE. A message that cannot be built never stops the award.
 */
export function makeLineMessage(
  state: BatchState,
  input: { readonly event: AwardEvent; readonly sale: NewSale; readonly recomputed: Recomputed },
): { readonly message: NewLineMessage | null; readonly found: readonly Found[] } {
  const { event, sale } = input;
  const userId = state.members.get(event.member)?.lineUserId ?? null;
  if (userId === null) return { message: null, found: [] };
  try {
    const messages = buildSaleMessage({
      brandName: state.brandName,
      storeName: state.install.storeName,
      saleNo: sale.saleNo,
      atMs: sale.atMs,
      language: 'zh-TW',
      paidMinor: sale.paidMinor,
      points: sale.points,
      balancePoints: balanceAfter(state, event),
      reasons: reasonsOf(input.recomputed),
      usedVoucherNames: voucherNames(state, event),
    });
    const message = {
      outboxId: v5(`${event.eid}:sale`, derivedIdNamespace),
      memberId: event.member,
      eid: event.eid,
      kind: 'sale',
      body: serializePush({ to: userId, messages }),
      nowMs: state.receivedAtMs,
    };
    return { message, found: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
    return { message: null, found: [{ kind: 'line-message-failed', detail: { why } }] };
  }
}

function balanceAfter(state: BatchState, event: AwardEvent): number {
  const entries = [...(state.entries.get(event.member) ?? []), ...event.body.entries];
  return balanceOf(lotsFromEntries(entries), businessDate(state.receivedAtMs)).availablePoints;
}

/** Only where HQ's sum agrees: an explanation of another result would be a lie. */
function reasonsOf({ agrees, result }: Recomputed): LocalizedText[] {
  if (!agrees || result?.kind !== 'evaluated') return [];
  return result.reasons.filter((reason) => reason.code !== 'voucher').map(reasonWords);
}

function voucherNames(state: BatchState, event: AwardEvent): LocalizedText[] {
  const { program, vouchers } = event.body;
  const coupons = state.programs.get(programKey(program.id, program.version))?.coupons ?? [];
  return vouchers.flatMap(({ couponId }) => {
    const coupon = coupons.find((c) => c.couponId === couponId);
    return coupon === undefined ? [] : [coupon.name];
  });
}
