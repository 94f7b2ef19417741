import { v5 } from 'uuid';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import { businessDate } from '../../app/domain/time.ts';
import { buildWelcomeMessage } from '../../app/line/build-welcome-message.ts';
import { listUsableVouchers } from '../db/expiring.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { insertLineMessages } from '../db/line-outbox.ts';
import { programInForce } from '../db/program-in-force.ts';
import { listPrograms } from '../db/programs.ts';
import { gatherReceivers } from './gather-receivers.ts';
import { derivedIdNamespace } from './make-effects.ts';
import { couponTexts, makeMemberMessage } from './make-member-message.ts';

/**
 * Puts the welcome in the outbox, in the transaction that bound the member's card to LINE, after the account
 * and the gifts of joining are written. Bound again later, the member is welcomed again.
 */
export async function tellWelcome(
  trx: HqTrx,
  binding: {
    readonly memberId: MemberId;
    readonly nowMs: number;
    /** See `memberPageUrl`. */
    readonly memberPageUrl: string | null;
  },
): Promise<void> {
  const { nowMs, memberPageUrl } = binding;
  const today = businessDate(nowMs);
  const told = await gatherReceivers(trx, [binding.memberId], today);
  const programs = await listPrograms(trx);
  const names = couponTexts(programs.values());
  const tiers = programInForce(programs.values(), today)?.tiers ?? [];
  for (const [memberId, member] of told.members) {
    const eid = v5(`welcome:${memberId}:${nowMs}`, derivedIdNamespace) as EventId;
    const about = { kind: 'welcome', eid, nowMs, tellFromMs: nowMs } as const;
    const ids = told.aliases.idsOf.get(memberId) ?? [memberId];
    const vouchers = await listUsableVouchers(trx, ids, { from: today, until: null });
    const { messages } = makeMemberMessage(member, about, (language) =>
      buildWelcomeMessage({
        brandName: told.brandName,
        atMs: nowMs,
        language,
        memberPageUrl,
        balancePoints: told.balances.get(memberId)?.availablePoints ?? 0,
        tierName: tiers.find(({ tierId }) => tierId === member.tierId)?.name ?? null,
        vouchers: vouchers.flatMap((voucher) => {
          const name = names.get(voucher.couponId);
          return name === undefined ? [] : [{ ...voucher, name }];
        }),
        marketing: member.lineNews,
      }),
    );
    await insertLineMessages(trx, messages);
  }
}
