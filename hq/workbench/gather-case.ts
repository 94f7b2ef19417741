import type { CounterEvent } from '../../app/contract/events.ts';
import type {
  ExceptionActionKind,
  ExceptionCost,
  ReturnedPoints,
} from '../../app/contract/hq-admin-exceptions.ts';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import { businessDate } from '../../app/domain/time.ts';
import { referralKinds } from '../apply/clawed-points.ts';
import { readEvent } from '../apply/read-event.ts';
import type { ExceptionOverview } from '../db/exceptions.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { programInForce } from '../db/program-in-force.ts';
import { listPrograms, programKey } from '../db/programs.ts';
import { findEventAt, listEventsById, listRedriven } from '../db/stored-events.ts';
import type { StoredEvent } from '../db/stored-events.ts';
import { allowedActions, quarantineKinds } from './allowed-actions.ts';
import { costOfException } from './exception-cost.ts';
import { listReturnedPoints, noneReturned } from './returned-points.ts';
import { givenAwayBy } from './weigh-action.ts';
import type { GivenAway } from './weigh-action.ts';

/** An exception with everything that is decided by: its event, rules, cost, and what may be done. */
export type Case = {
  readonly exception: ExceptionOverview;
  /** The event it is about; null where there is none. */
  readonly own: StoredEvent | null;
  /** As read by today's HQ; null where it cannot be. */
  readonly event: CounterEvent | null;
  readonly program: Program | null;
  /** Now; where a person decided who bears it, as it was then. */
  readonly cost: ExceptionCost;
  readonly returned: ReturnedPoints;
  /** NT$ of the cost that refunds made good since it was decided. */
  readonly undoneMinor: number;
  readonly memberId: MemberId | null;
  readonly allowed: readonly ExceptionActionKind[];
  /** What taking the event after all would give away. */
  readonly givenAway: GivenAway;
};

/** The cases of these exceptions, in their order, with five queries for all of them. */
export async function gatherCases(
  db: HqHandle,
  exceptions: readonly ExceptionOverview[],
): Promise<Case[]> {
  const eids = exceptions.flatMap(({ eid }) => (eid === null ? [] : [eid]));
  const events = await listEventsById(db, eids);
  const redriven = await listRedriven(db, eids);
  const programs = await listPrograms(db);
  const about: About[] = [];
  for (const exception of exceptions) {
    const own = await findOwn(db, exception, events);
    const read = own === null ? null : readEvent(own.rawBody);
    about.push({ exception, own, event: read?.kind === 'event' ? read.event : null });
  }
  const returned = await listReturnedPoints(db, about);
  return about.map((one) =>
    makeCase({
      ...one,
      programs,
      returned: returned.get(one.exception.exceptionId) ?? noneReturned,
      isRedriven: isIn(redriven, one.exception.eid),
    }),
  );
}

type About = Pick<Case, 'exception' | 'own' | 'event'>;

function isIn(redriven: ReadonlyMap<EventId, unknown>, eid: EventId | null): boolean {
  return eid !== null && redriven.has(eid);
}

/** An id that came twice with two bodies: the exception is about the second, which stands elsewhere. */
async function findOwn(
  db: HqHandle,
  { kind, eid, inst, detail }: ExceptionOverview,
  events: ReadonlyMap<EventId, StoredEvent>,
): Promise<StoredEvent | null> {
  const seq = detail['seq'];
  if (kind === 'eid-conflict' && inst !== null && typeof seq === 'number')
    return await findEventAt(db, { inst, seq });
  return eid === null ? null : (events.get(eid) ?? null);
}

function makeCase(
  given: About & {
    readonly programs: ReadonlyMap<string, Program>;
    readonly returned: ReturnedPoints;
    readonly isRedriven: boolean;
  },
): Case {
  const { exception, own, event, programs, returned, isRedriven } = given;
  const { kind, detail } = exception;
  const program = rulesOf(event, exception, programs);
  const costAfter = (returnedPoints: number) =>
    costOfException({ kind, detail, event, program, returnedPoints });
  const cost = costAfter(returned.counted);
  const undoneMinor = cost.costMinor - costAfter(returned.counted + returned.since).costMinor;
  const memberId = memberOf(exception, event);
  const canRedrive = !isRedriven && mayRedrive(exception, own, event);
  const allowed = allowedActions({
    kind,
    detail,
    cost,
    canRedrive,
    hasMember: memberId !== null,
    hasStore: exception.storeId !== null,
  });
  const givenAway = givenAwayBy(event, program);
  return {
    exception,
    own,
    event,
    program,
    cost,
    returned,
    undoneMinor,
    memberId,
    allowed,
    givenAway,
  };
}

function rulesOf(
  event: CounterEvent | null,
  { createdAtMs }: ExceptionOverview,
  programs: ReadonlyMap<string, Program>,
): Program | null {
  const ref = event !== null && 'program' in event.body ? event.body.program : undefined;
  const named = ref === undefined ? undefined : programs.get(programKey(ref.id, ref.version));
  if (named !== undefined) return named;
  return programInForce(programs.values(), businessDate(createdAtMs));
}

/** Whose points it is about: a wrong reward is the inviter's. */
function memberOf(
  { kind, detail }: ExceptionOverview,
  event: CounterEvent | null,
): MemberId | null {
  const { memberId, inviterId } = detail;
  if (referralKinds.includes(kind) && typeof inviterId === 'string') return inviterId as MemberId;
  if (event !== null) return event.member;
  return typeof memberId === 'string' ? (memberId as MemberId) : null;
}

/** Where bytes cannot be read today, they may be tomorrow: asking again costs nothing. */
function mayRedrive(
  { kind }: ExceptionOverview,
  own: StoredEvent | null,
  event: CounterEvent | null,
): boolean {
  if (own === null || !own.firstOfEid) return false;
  if (quarantineKinds.includes(kind)) return own.status === 'quarantined';
  // The vouchers it gave back were made void when it came; they cannot be made again under their ids.
  return (
    kind === 'refund-of-uncounted-sale' &&
    event?.type === 'refund' &&
    event.body.issued.length === 0
  );
}
