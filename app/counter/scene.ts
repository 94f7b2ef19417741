import type { Store } from '../contract/sync.ts';
import type { Lot } from '../domain/lots.ts';
import type { Program } from '../domain/program.ts';
import type { MemberState } from '../domain/sale.ts';
import type { Reader } from '../db/handles.ts';
import { findMember, type Member } from '../db/members.ts';
import { getOpenSale, type OpenSale } from '../db/open-sale.ts';
import { findProgramInForce } from '../db/programs.ts';
import { getSettings, type Settings } from '../db/settings.ts';
import { findStore } from '../db/stores.ts';
import { getSyncState, type SyncState } from '../db/sync-state.ts';
import { listVouchers, type Voucher } from '../db/vouchers.ts';
import { gatherLots, gatherMemberState } from './gather-member-state.ts';
import { gatherSpending, type Spending } from './gather-spending.ts';
import { momentOf, type Moment } from './moment.ts';
import type { CounterDeps } from './ports.ts';
import { whoIsHere } from './who-is-here.ts';

/**
 * What stands before the cashier: the open sale and all it refers to, read in one go; and who is there: the
 * people listed, and what every event recorded now carries of it (`who`).
 */
export type Scene = Awaited<ReturnType<typeof whoIsHere>> & {
  readonly moment: Moment;
  readonly settings: Settings;
  readonly sync: SyncState;
  /** The shop of this counter; null before the first run. */
  readonly store: Store | null;
  /** Null while HQ's rules have not come yet. */
  readonly program: Program | null;
  readonly sale: OpenSale;
  /** The member of the open sale. */
  readonly member: Member | null;
  /** The vouchers on the open sale, in the order they were put on it. */
  readonly vouchers: readonly Voucher[];
  /** The member's lots that can be spent, and debts. */
  readonly lots: readonly Lot[];
  /** What the rules know of the member; null without a member or rules. */
  readonly state: MemberState | null;
  /** Whether HQ was heard just now, so that vouchers that need it can be used; true without HQ. */
  readonly hqHeard: boolean;
  /** What covers points spent; null without a member, and without HQ, where nothing needs a cover. */
  readonly spending: Spending | null;
};

/** How long after its last word HQ counts as answering. */
const heardMsMax = 60_000;

type SceneDeps = Pick<
  CounterDeps,
  'nowMs' | 'monoMs' | 'bootId' | 'syncStatus' | 'timeRatchet' | 'session'
>;

/** Reads the open sale with everything it refers to. */
export async function gatherScene(db: Reader, deps: SceneDeps): Promise<Scene> {
  const settings = await getSettings(db);
  const sync = await getSyncState(db);
  const moment = momentOf(deps, sync);
  const open = await getOpenSale(db);
  const member = open.memberId === null ? null : await findMember(db, open.memberId);
  const store = settings.storeId === null ? null : await findStore(db, settings.storeId);
  const program = await findProgramInForce(db, moment.today);
  const { today } = moment;
  const storeName = store?.name ?? null;
  const lots = member === null ? [] : await gatherLots(db, member.memberId, today);
  const hqHeard = settings.mode !== 'hq' || isHeard(deps, sync, moment);
  return {
    ...(await whoIsHere(db, deps.session)),
    moment,
    settings,
    sync,
    store,
    program,
    // Found under another id when the member has been merged meanwhile.
    sale: member === null ? open : { ...open, memberId: member.memberId },
    member,
    vouchers: await listVouchers(db, open.voucherIds),
    lots,
    state:
      member === null || program === null
        ? null
        : await gatherMemberState(db, { member, program, today, storeName, lots }),
    hqHeard,
    spending:
      member === null || settings.mode !== 'hq'
        ? null
        : await gatherSpending(db, {
            memberId: member.memberId,
            lots,
            moment,
            sync,
            // HQ was heard a moment ago and is gone now: what would be offered then is refused at Enter.
            hqHeard: hqHeard && deps.syncStatus().state !== 'offline',
            heardAtMs: lastHeardAtMs(deps, sync),
          }),
  };
}

function lastHeardAtMs(deps: SceneDeps, { lastContactAtMs }: SyncState): number | null {
  const live = deps.syncStatus().lastContactAtMs;
  if (live === null || lastContactAtMs === null) return live ?? lastContactAtMs;
  return Math.max(live, lastContactAtMs);
}

/** The database learns of idle contacts only every half minute; sync itself knows of each. */
function isHeard(deps: SceneDeps, sync: SyncState, { eventTime }: Moment): boolean {
  const contacts = [sync.lastContactAtMs, deps.syncStatus().lastContactAtMs];
  return contacts.some((atMs) => {
    if (atMs === null) return false;
    const agoMs = eventTime.wallMs - atMs;
    return agoMs >= 0 && agoMs <= heardMsMax;
  });
}
