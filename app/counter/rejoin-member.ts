import { memberStubEventSchema } from '../contract/events.ts';
import type { EventId } from '../domain/ids.ts';
import { appendEvent } from '../db/events.ts';
import type { Trx } from '../db/handles.ts';
import type { Member } from '../db/members.ts';
import { insertEffects } from '../db/record-effects.ts';
import { listUntold } from '../db/untold-members.ts';
import { storeOf } from './evaluate-scene.ts';
import type { CounterDeps } from './ports.ts';
import type { Scene } from './scene.ts';

/** In the place of the version of the notice a member agreed to: this counter knew them before the restore. */
export const rejoinTextVersion = 'hq-restored';

/**
 * A member HQ lost when it was restored buys here: HQ is told who they are, before the sale, so that the
 * sale does not hang on a number without a name. No gifts of joining, and they stay members since the day
 * they joined. Does nothing for members HQ knows, and for those without a mobile number, whom only a
 * person at HQ can enter again.
 */
export async function rejoinMember(
  trx: Trx,
  { moment, settings, who }: Scene,
  { member, newId }: { readonly member: Member } & Pick<CounterDeps, 'newId'>,
): Promise<void> {
  const { memberId, name, mobile, birthday, cardCode, joinedOn, inviterId } = member;
  const { tierId, tierUntil } = member;
  if (mobile === null || !(await listUntold(trx, [memberId])).has(memberId)) return;
  const event = memberStubEventSchema.parse({
    eid: newId<EventId>(),
    v: 1,
    type: 'member_stub',
    store: storeOf(settings),
    bizDate: moment.today,
    t: moment.eventTime,
    ...who,
    member: memberId,
    body: {
      name,
      mobile,
      birthday,
      cardCode,
      tierId,
      joinedOn,
      tierUntil,
      consent: { textVersion: rejoinTextVersion, atMs: moment.nowMs },
    },
  });
  await appendEvent(trx, { event, recordedAtMs: moment.nowMs });
  const effects = { reasons: [], uses: [], usesOn: event.bizDate, cancelled: [], inviterId };
  await insertEffects(trx, { event, atMs: moment.nowMs, effects });
}
