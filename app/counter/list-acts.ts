import type { CounterCallIn, CounterCallOut } from '../contract/counter-calls.ts';
import { counterEventSchema, type CounterEvent } from '../contract/events.ts';
import { safeParse } from '../contract/safe-parse.ts';
import type { ActRow } from '../contract/staff.ts';
import { maskName } from '../domain/member-name.ts';
import type { Reader } from '../db/handles.ts';
import { listStoredActs, type StoredAct } from '../db/staff-acts.ts';

/** A page of the record of what people did at this counter, newest first. */
export async function listActs(
  db: Reader,
  page: CounterCallIn<'staff:acts'>,
): Promise<CounterCallOut<'staff:acts'>> {
  const { rows, total } = await listStoredActs(db, page);
  return { total, rows: rows.flatMap((row) => actRow(row) ?? []) };
}

/** Null of what a later version recorded and this one cannot read. */
function actRow({ eid, rawBody, recordedAtMs, memberName }: StoredAct): ActRow | null {
  const read = safeParse(counterEventSchema, JSON.parse(rawBody));
  const act = read.success ? actOf(read.data) : null;
  if (!read.success || act === null) return null;
  return {
    eid,
    atMs: recordedAtMs,
    staff: read.data.staff ?? null,
    act,
    ...(memberName === null ? {} : { memberMasked: maskName(memberName) }),
  };
}

function actOf(event: CounterEvent): ActRow['act'] | null {
  if (event.type === 'staff_act') return event.body;
  if (event.type !== 'refund') return null;
  const { saleNo, why, result } = event.body;
  return {
    what: result.mode,
    about: null,
    by: null,
    permission: null,
    reason: null,
    detail: { saleNo, why, moneyMinor: result.moneyMinor },
  };
}
