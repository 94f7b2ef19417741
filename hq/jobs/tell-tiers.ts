import { v5 } from 'uuid';
import type { EventId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import type { TierChange } from '../../app/domain/sale.ts';
import { buildTierMessage } from '../../app/line/build-tier-message.ts';
import type { TierStep } from '../../app/line/build-tier-message.ts';
import { tellByDayMs } from '../../app/line/quiet-hours.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import { makeMemberMessage, tierProgress } from '../apply/make-member-message.ts';
import { getBrand } from '../db/brand.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { insertLineMessages } from '../db/line-outbox.ts';
import type { HqMember } from '../db/members.ts';
import { noteUnmade } from './note-unmade.ts';
import type { Night } from './nightly.ts';

/** A tier judged anew: the member as they are now, and what they spent in the window (NT$). */
export type JudgedTier = {
  readonly member: HqMember;
  readonly change: TierChange;
  readonly spentMinor: number;
};

const steps: { readonly [K in TierChange['kind']]: TierStep | null } = {
  risen: 'raised',
  renewed: 'kept',
  lowered: 'lowered',
  same: null,
};

/** Puts a message on each tier that changed or began anew in the outbox, in the transaction that wrote it. */
export async function tellTiers(
  trx: HqTrx,
  judged: readonly JudgedTier[],
  night: Pick<Night, 'day' | 'nowMs' | 'memberPageUrl'> & { readonly program: Program },
): Promise<void> {
  if (judged.length === 0) return;
  const { brandName, quietHours } = await getBrand(trx);
  const { day, nowMs, memberPageUrl, program } = night;
  const tellFromMs = tellByDayMs(quietHours, nowMs);
  const nameOf = (id: string) => program.tiers.find(({ tierId }) => tierId === id)?.name ?? null;
  for (const { member, change, spentMinor } of judged) {
    const step = steps[change.kind];
    const tierName = nameOf(change.tierId);
    if (step === null || tierName === null) continue;
    const eid = v5(`tier:${member.memberId}:${day}`, derivedIdNamespace) as EventId;
    const about = { kind: 'tier', eid, nowMs, tellFromMs } as const;
    const made = makeMemberMessage(member, about, (language) =>
      buildTierMessage({
        brandName,
        atMs: tellFromMs,
        language,
        memberPageUrl,
        step,
        tierName,
        until: change.tierUntil,
        beforeName: nameOf(change.tierIdBefore),
        progress: tierProgress(program, change.tierId, spentMinor),
      }),
    );
    await insertLineMessages(trx, made.messages);
    await noteUnmade(trx, { made, eid, nowMs });
  }
}
