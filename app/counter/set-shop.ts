import { isTaxId } from '../domain/tax-id.ts';
import type { Trx } from '../db/handles.ts';
import { putSettings } from '../db/settings.ts';
import { upsertStore } from '../db/stores.ts';
import { deny, done, type Act } from './act.ts';
import { say } from './notice-codes.ts';
import type { Scene } from './scene.ts';
import type { StartLocalInput } from './start-local.ts';

/**
 * Puts right what a shop without HQ said of itself at the first run: its name, and the tax id
 * without which no e-invoice counts. A shop with HQ is named there.
 */
export async function setShop(
  trx: Trx,
  { settings, store }: Scene,
  { shopName, taxId }: StartLocalInput,
): Promise<Act> {
  if (settings.mode !== 'local' || store === null) return deny(say('shop-is-hqs', {}));
  if (taxId !== null && !isTaxId(taxId)) return deny(say('tax-id-invalid', {}));
  await upsertStore(trx, { storeId: store.storeId, name: shopName, taxId: taxId ?? '' });
  await putSettings(trx, { brandName: shopName });
  return { notice: say('shop-saved', { brandName: shopName }), answer: done };
}
