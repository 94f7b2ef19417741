import type { Store } from '../contract/sync.ts';
import type { Program } from '../domain/program.ts';
import type { Reader } from '../db/handles.ts';
import { findMember, type Member } from '../db/members.ts';
import { getOpenSale, type OpenSale } from '../db/open-sale.ts';
import { findProgramInForce } from '../db/programs.ts';
import { getSettings, type Settings } from '../db/settings.ts';
import { findStore } from '../db/stores.ts';
import { getSyncState, type SyncState } from '../db/sync-state.ts';
import { listVouchers, type Voucher } from '../db/vouchers.ts';
import { momentOf, type Moment } from './moment.ts';
import type { CounterDeps } from './ports.ts';

/** What stands before the cashier: the open sale and all it refers to, read in one go. */
export type Scene = {
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
};

export async function gatherScene(
  db: Reader,
  clocks: Pick<CounterDeps, 'nowMs' | 'monoMs' | 'bootId'>,
): Promise<Scene> {
  const settings = await getSettings(db);
  const sync = await getSyncState(db);
  const moment = momentOf(clocks, sync);
  const sale = await getOpenSale(db);
  return {
    moment,
    settings,
    sync,
    store: settings.storeId === null ? null : await findStore(db, settings.storeId),
    program: await findProgramInForce(db, moment.today),
    sale,
    member: sale.memberId === null ? null : await findMember(db, sale.memberId),
    vouchers: await listVouchers(db, sale.voucherIds),
  };
}
