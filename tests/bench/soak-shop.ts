import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { serialSettingsSchema } from '../../app/contract/serial-settings.ts';
import type { ChangeRow } from '../../app/contract/sync.ts';
import { applyChanges } from '../../app/db/apply-changes.ts';
import { closeDatabase, inTransaction } from '../../app/db/handles.ts';
import { openDatabase } from '../../app/db/open-database.ts';
import { getSyncState } from '../../app/db/sync-state.ts';
import { makeDemoShop } from '../../app/seed/make-demo-shop.ts';
import { dataPaths } from '../../main/data-paths.ts';
import { rigDatabaseKeyHex, startNodeCounter } from '../rig/node-counter.ts';

export type SoakShop = {
  /** Card codes of members, some with vouchers. */
  readonly cards: readonly string[];
};

/** A counter's data folder of a shop without HQ with the demo's rules, members and vouchers, and a serial scanner. */
export async function prepareSoakShop(
  dataDir: string,
  given: { readonly members: number; readonly serialPath: string; readonly nowMs: number },
): Promise<SoakShop> {
  const { keyPath, databasePath } = dataPaths(dataDir);
  await mkdir(dirname(keyPath), { recursive: true });
  const key = { v: 1, keyProtection: 'file', keyHex: rigDatabaseKeyHex };
  await writeFile(keyPath, JSON.stringify(key), { mode: 0o600 });
  const composed = await startNodeCounter(dataDir);
  await composed.counter?.handlers['setup:start-local']({ shopName: 'Soak', taxId: null });
  const settings = serialSettingsSchema.parse({ path: given.serialPath, baudRate: 9600 });
  await composed.counter?.handlers['device:add-serial']({ name: 'pty', settings });
  await composed.stop();

  const shop = makeDemoShop({ seed: 7, memberCount: given.members, nowMs: given.nowMs });
  const members = shop.members.map(({ lineUserId: _, ...member }) => member);
  const opened = openDatabase({ filePath: databasePath, keyHex: rigDatabaseKeyHex });
  if (opened.kind !== 'open') throw new Error(`the shop cannot be opened: ${opened.code}`);
  await inTransaction(opened.db, async (trx) => {
    const { cursor } = await getSyncState(trx);
    const bare = [
      { kind: 'program' as const, program: shop.program },
      ...members.map((member) => ({ kind: 'member' as const, member })),
      ...shop.vouchers.map((voucher) => ({ kind: 'voucher' as const, voucher })),
    ];
    const rows: ChangeRow[] = bare.map((row, i) => ({ ...row, pos: cursor + 1 + i }));
    await applyChanges(trx, { from: cursor, to: cursor + rows.length, rows, skipped: [] });
  });
  await closeDatabase(opened.db);
  return { cards: members.flatMap(({ cardCodes }) => cardCodes.slice(0, 1)) };
}
