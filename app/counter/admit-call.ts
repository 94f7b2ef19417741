import { callNeeds, type CallNeed } from '../contract/call-needs.ts';
import type { CounterCallIn, CounterCallName } from '../contract/counter-calls.ts';
import type { Permission } from '../contract/staff.ts';
import { listRefunds } from '../db/refunds.ts';
import { getSettings } from '../db/settings.ts';
import { listPeople } from '../db/staff.ts';
import type { CounterDeps } from './ports.ts';
import type { StaffSession } from './staff-session.ts';

/** Whether a call may be made now. */
export type Admission =
  /** `refused`: the call came to nothing, and a manager's word for it still holds. */
  | { readonly kind: 'admitted'; readonly refused: () => void }
  | { readonly kind: 'locked' }
  | { readonly kind: 'manager-needed'; readonly permission: Permission };

const admitted: Admission = { kind: 'admitted', refused: () => {} };

type AdmitDeps = Pick<CounterDeps, 'db' | 'monoMs'> & { readonly session: StaffSession };

/**
 * The one guard before every call of the screen: deny by default. While nobody is listed all calls are
 * admitted; while locked only those that always work; what takes a manager is admitted to one, or once to
 * whom a manager gave their word. `input` is the call's, as its schema gave it.
 */
export async function admitCall(
  deps: AdmitDeps,
  call: { readonly name: CounterCallName; readonly input: unknown },
): Promise<Admission> {
  if (callNeeds[call.name] === 'always') return admitted;
  const { session, monoMs } = deps;
  const here = session.seen()?.here ?? session.see(await listPeople(deps.db));
  if (here.kind === 'unstaffed') return admitted;
  if (here.kind === 'locked') return { kind: 'locked' };
  if (here.person.role === 'manager') return admitted;
  const need = await needOf(deps, call);
  if (need === 'always' || need === 'cashier') return admitted;
  const word = session.takeAllowed(need, monoMs());
  if (word === null) return { kind: 'manager-needed', permission: need };
  return { kind: 'admitted', refused: () => session.allow(word) };
}

async function needOf(
  deps: AdmitDeps,
  { name, input }: { readonly name: CounterCallName; readonly input: unknown },
): Promise<CallNeed> {
  const need = callNeeds[name];
  // The open shift is everybody's who works in it.
  if (name === 'shift:report' && (input as CounterCallIn<typeof name>).shiftId === null)
    return 'cashier';
  if (name !== 'refund:settle') return need;
  const isOver = await isOverLimit(deps, input as CounterCallIn<'refund:settle'>);
  return isOver ? 'refund-over-limit' : need;
}

/**
 * Whether a refund gives back more than a cashier may alone, all refunds of the sale together: in pieces it is
 * no less. The sum is the one the screen showed; a refund that would come to another is refused by itself.
 */
async function isOverLimit(
  { db }: AdmitDeps,
  { saleId, refundId, expectedMoneyMinor }: CounterCallIn<'refund:settle'>,
): Promise<boolean> {
  const { staffRules } = await getSettings(db);
  const earlier = (await listRefunds(db, saleId)).filter((one) => one.refundId !== refundId);
  const beforeMinor = earlier.reduce((sum, { result }) => sum + result.moneyMinor, 0);
  return beforeMinor + expectedMoneyMinor > staffRules.refundLimitMinor;
}
