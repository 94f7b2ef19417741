import { noMember, staffActEventSchema } from '../contract/events.ts';
import type { StaffActBody } from '../contract/staff.ts';
import type { EventId, MemberId, NewId } from '../domain/ids.ts';
import { appendEvent } from '../db/events.ts';
import type { Trx } from '../db/handles.ts';
import { insertEffects } from '../db/record-effects.ts';
import { storeOf } from './evaluate-scene.ts';
import type { Scene } from './scene.ts';
import type { Who } from './who-is-here.ts';

/** What was done; what is left out is nothing. */
export type StaffAct = Pick<StaffActBody, 'what'> &
  Partial<Omit<StaffActBody, 'what'>> & {
    /** Whom it was about; left out = no member. */
    readonly member?: MemberId;
    /** Who did it, where that is not who the scene found: somebody who is just signing in. */
    readonly staff?: NonNullable<Who['staff']>;
  };

/**
 * Records what a person did, in the chain with the sales: sent to HQ, and not to be taken out again unnoticed.
 * Before the first run is finished there is no chain and nothing is recorded.
 */
export async function recordStaffAct(
  trx: Trx,
  { moment, settings, who }: Scene,
  { act, newId }: { readonly act: StaffAct; readonly newId: NewId },
): Promise<void> {
  if (settings.mode === null) return;
  const { member = noMember, staff, ...body } = act;
  const event = staffActEventSchema.parse({
    eid: newId<EventId>(),
    v: 1,
    type: 'staff_act',
    store: storeOf(settings),
    bizDate: moment.today,
    t: moment.eventTime,
    ...who,
    ...(staff === undefined ? {} : { staff }),
    member,
    body: { about: null, by: null, permission: null, reason: null, detail: {}, ...body },
  });
  const atMs = moment.nowMs;
  await appendEvent(trx, { event, recordedAtMs: atMs });
  const effects = { reasons: [], uses: [], usesOn: event.bizDate, cancelled: [], inviterId: null };
  await insertEffects(trx, { event, atMs, effects });
}
