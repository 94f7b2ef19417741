import { leaseAnswerSchema } from '../contract/spend-policy.ts';
import type { LeaseRequest } from '../contract/spend-policy.ts';
import type { MemberId, NewId, RightId, VoucherId } from '../domain/ids.ts';
import { businessDate } from '../domain/time.ts';
import { inTransaction } from '../db/handles.ts';
import { findCurrentInstall } from '../db/installs.ts';
import { findProgramInForce } from '../db/programs.ts';
import { listLeaseCandidates, listPinCandidates } from '../db/right-candidates.ts';
import { findSpendPolicy } from '../db/spend-policy.ts';
import { putRight } from '../db/spend-rights.ts';
import { callHq } from './call-hq.ts';
import { findConnection } from './find-connection.ts';
import type { StoredConnection } from './find-connection.ts';
import type { SyncDeps } from './push-events.ts';

export type RightsKeeperDeps = SyncDeps & {
  readonly newId: NewId;
  /** Whether HQ answers just now. */
  readonly isOnline: () => boolean;
  /** The counter records the return of what is over. */
  readonly returnRights: () => Promise<void>;
  readonly onBroken: (error: unknown) => void;
};

export type RightsKeeper = { readonly start: () => void; readonly stop: () => Promise<void> };

/** How often it looks. */
const everyMs = 20_000;
/** Questions to HQ in one turn: a chain that comes back at once must not ask for everybody. */
const asksPerTurn = 5;
/** After HQ said no, the same is not asked for this long. */
const askAgainMs = 6 * 3_600_000;
/** What was asked is remembered of so many. */
const askedMax = 2_000;
const deadlineMs = 8_000;

/**
 * Keeps this counter's rights in the background: asks HQ to reserve points (and pin vouchers of class B)
 * for members who buy here, so that they can spend when the network is gone; and has what is over given
 * back. Forgetting all it carries does no harm.
 */
export function createRightsKeeper(deps: RightsKeeperDeps): RightsKeeper {
  const asked = new Map<string, number>();
  let isStopped = false;
  let cancel = (): void => undefined;
  let turn = Promise.resolve();
  const schedule = (): void => {
    if (isStopped) return;
    cancel = deps.timers.setTimer(everyMs, () => {
      turn = runTurn(deps, asked).catch(deps.onBroken).then(schedule);
    });
  };
  return {
    start: schedule,
    stop: async () => {
      isStopped = true;
      cancel();
      await turn;
    },
  };
}

/** One turn, also for tests. */
export async function runTurn(deps: RightsKeeperDeps, asked: Map<string, number>): Promise<void> {
  await deps.returnRights();
  if (!deps.isOnline()) return;
  const connection = await findConnection(deps.db);
  if (connection === null) return;
  const wishes = (await listWishes(deps)).filter(({ memberId, voucherId }) => {
    const askedAtMs = asked.get(voucherId ?? memberId);
    return askedAtMs === undefined || deps.nowMs() - askedAtMs > askAgainMs;
  });
  for (const wish of wishes.slice(0, asksPerTurn)) {
    if (!(await ask(deps, connection, wish))) return;
    asked.set(wish.voucherId ?? wish.memberId, deps.nowMs());
    const [oldest] = asked.keys();
    if (asked.size > askedMax && oldest !== undefined) asked.delete(oldest);
  }
}

type Wish = { readonly memberId: MemberId; readonly voucherId: VoucherId | null };

/** Members who bought here lately and hold points but no lease, then their vouchers without a pin. */
async function listWishes({ db, nowMs }: RightsKeeperDeps): Promise<Wish[]> {
  const policy = await findSpendPolicy(db);
  if (policy === null || policy.leasePoints === 0) return [];
  const today = businessDate(nowMs());
  const members = await listLeaseCandidates(db, { nowMs: nowMs() });
  const program = await findProgramInForce(db, today);
  const couponIds = (program?.coupons ?? []).flatMap((coupon) =>
    coupon.offlineClass === 'B' ? [coupon.couponId] : [],
  );
  const pins = await listPinCandidates(db, { couponIds, today, nowMs: nowMs() });
  return [...members.map((memberId) => ({ memberId, voucherId: null })), ...pins];
}

/** False = HQ did not answer: the rest can wait. */
async function ask(
  deps: RightsKeeperDeps,
  connection: StoredConnection,
  wish: Wish,
): Promise<boolean> {
  const { installId } = connection;
  const body: LeaseRequest = { ...wish, rightId: deps.newId<RightId>(), inst: installId };
  const request = { method: 'POST', path: '/v1/leases', body, deadlineMs } as const;
  const exchange = await callHq(deps, connection, request, leaseAnswerSchema);
  if (exchange.kind !== 'answer') return false;
  const { outcome } = exchange.value;
  if (outcome.kind !== 'granted') return true;
  await inTransaction(deps.db, async (trx) => {
    const install = await findCurrentInstall(trx);
    if (install?.installId !== installId) return;
    await putRight(trx, { installId, right: outcome.right, nowMs: exchange.contact.atMs });
  });
  return true;
}
