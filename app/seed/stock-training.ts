import type { ChangeRow } from '../contract/sync.ts';
import type { TrainingSetup } from '../contract/training.ts';
import type { InstallId, NewId } from '../domain/ids.ts';
import { applyChanges } from '../db/apply-changes.ts';
import { insertDevice } from '../db/devices.ts';
import type { Trx } from '../db/handles.ts';
import { startInstall } from '../db/installs.ts';
import { putSettings } from '../db/settings.ts';
import { getSyncState } from '../db/sync-state.ts';
import { makeTrainingShop, type TrainingShop } from './make-training-shop.ts';

/**
 * Fills a fresh database for training, in one transaction with the stamp that marks it: a shop without HQ,
 * invented members with points and vouchers, and the screens and scanners of the shop it was begun from.
 */
export async function stockTraining(
  trx: Trx,
  given: {
    readonly setup: TrainingSetup;
    readonly nowMs: number;
    readonly seed: number;
    readonly newId: NewId;
  },
): Promise<void> {
  const { setup, nowMs, seed, newId } = given;
  const shop = makeTrainingShop({ nowMs, seed });
  const installId = newId<InstallId>();
  const install = { kind: 'local', signingKey: null, nowMs, offer: 'unacked' } as const;
  await startInstall(trx, { installId, ...install });
  const { cursor } = await getSyncState(trx);
  const rows = changeRows(shop, cursor);
  await applyChanges(trx, { from: cursor, to: cursor + rows.length, rows, skipped: [] });
  for (const [place, { deviceId, name, settings }] of setup.serialDevices.entries()) {
    const createdAtMs = nowMs + place;
    await insertDevice(trx, { deviceId, name, intake: 'serial', settings, createdAtMs });
  }
  const { language, calendar, appearance, wedge, customerWindow, customerLanguage } = setup;
  await putSettings(trx, {
    mode: 'local',
    brandName: shop.brandName,
    counterLabel: '1',
    storeId: shop.store.storeId,
    hqUrl: null,
    language,
    calendar,
    appearance,
    wedge,
    customerWindow,
    customerLanguage,
    training: { practice: [...shop.practice] },
  });
}

/** The shop as rows that HQ would send, after `cursor`. */
function changeRows(shop: TrainingShop, cursor: number): readonly ChangeRow[] {
  let pos = cursor;
  const at = <R extends object>(row: R): R & { readonly pos: number } => ({
    ...row,
    pos: (pos += 1),
  });
  return [
    at({ kind: 'store' as const, store: shop.store }),
    at({ kind: 'program' as const, program: shop.program }),
    ...shop.members.map((member) => at({ kind: 'member' as const, member })),
    ...shop.vouchers.map((voucher) => at({ kind: 'voucher' as const, voucher })),
    ...shop.postings.map((posting) => at({ kind: 'posting' as const, posting })),
  ];
}
