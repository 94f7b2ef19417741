import { leaseReturnEventSchema } from '../contract/events.ts';
import type { EventId } from '../domain/ids.ts';
import { appendEvent } from '../db/events.ts';
import type { Reader, Trx } from '../db/handles.ts';
import { getOpenSale } from '../db/open-sale.ts';
import { insertEffects } from '../db/record-effects.ts';
import { listRights, type Right } from '../db/spend-rights.ts';
import { getSyncState } from '../db/sync-state.ts';
import { done, type Act } from './act.ts';
import { storeOf } from './evaluate-scene.ts';
import { momentOf, type Moment } from './moment.ts';
import type { CounterDeps } from './ports.ts';
import type { Scene } from './scene.ts';

/** An authorisation may be on its way into a sale for as long; none is asked for longer. */
const unusedMsMin = 120_000;
/** Events of one go. */
const returnsMax = 20;

type Due = { readonly right: Right; readonly why: 'expired' | 'unused' | 'recalled' };

/**
 * Rights this counter should give back: leases and pins that are over or that HQ asks for, and words for
 * sales that never came. While the time is unknown nothing is over. What a member on the open sale holds
 * stays until the sale is done.
 */
export function dueRights(
  rights: readonly Right[],
  { nowMs, timeUnknown }: Pick<Moment, 'nowMs' | 'timeUnknown'>,
  input: { readonly wallMs: number; readonly busyMemberId: string | null },
): readonly Due[] {
  return rights.flatMap((right): Due[] => {
    if (right.used && right.kind !== 'lease') return [];
    if (right.kind === 'auth') {
      const isOld = input.wallMs - right.heardAtMs > unusedMsMin;
      return isOld ? [{ right, why: 'unused' }] : [];
    }
    if (right.memberId === input.busyMemberId) return [];
    if (right.recalled) return [{ right, why: 'recalled' }];
    return right.expiresAtMs <= nowMs && !timeUnknown ? [{ right, why: 'expired' }] : [];
  });
}

/** Whether anything is due: a look without the till waiting for it. */
export async function hasDueRights(
  db: Reader,
  deps: Pick<CounterDeps, 'nowMs' | 'monoMs' | 'bootId' | 'timeRatchet'>,
): Promise<boolean> {
  const moment = momentOf(deps, await getSyncState(db));
  const { memberId } = await getOpenSale(db);
  const about = { wallMs: moment.eventTime.wallMs, busyMemberId: memberId };
  return dueRights(await listRights(db), moment, about).length > 0;
}

/** Records the return of what is due, as events like any other: HQ frees it when it reads them. */
export async function returnRights(
  trx: Trx,
  scene: Scene,
  { newId }: Pick<CounterDeps, 'newId'>,
): Promise<Act> {
  const { moment, settings, sale } = scene;
  const about = { wallMs: moment.eventTime.wallMs, busyMemberId: sale.memberId };
  const due = dueRights(await listRights(trx), moment, about);
  for (const { right, why } of due.slice(0, returnsMax)) {
    const event = leaseReturnEventSchema.parse({
      eid: newId<EventId>(),
      v: 1,
      type: 'lease_return',
      store: storeOf(settings),
      bizDate: moment.today,
      t: moment.eventTime,
      ...scene.who,
      member: right.memberId,
      body: { rightId: right.rightId, leftPoints: right.leftPoints, why },
    });
    await appendEvent(trx, { event, recordedAtMs: moment.nowMs });
    const effects = {
      reasons: [],
      uses: [],
      usesOn: moment.today,
      cancelled: [],
      inviterId: null,
    };
    await insertEffects(trx, { event, atMs: moment.nowMs, effects });
  }
  return { notice: 'keep', answer: done };
}
