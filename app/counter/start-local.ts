import { guideDefaults } from '../contract/guide.ts';
import { starterProgram } from '../domain/starter-program.ts';
import type { InstallId, StoreId } from '../domain/ids.ts';
import { isTaxId } from '../domain/tax-id.ts';
import type { Trx } from '../db/handles.ts';
import { startInstall } from '../db/installs.ts';
import { insertProgram } from '../db/programs.ts';
import { getSettings, putSettings } from '../db/settings.ts';
import { upsertStore } from '../db/stores.ts';
import { deny, done, type Act } from './act.ts';
import { say } from './notice-codes.ts';
import type { Moment } from './moment.ts';
import type { CounterDeps } from './ports.ts';

export type StartLocalInput = { readonly shopName: string; readonly taxId: string | null };

/** Label of the only counter of a shop without HQ. */
const localLabel = '1';

/**
 * Starts the counter without HQ: a shop of its own, the starter rules, and an install whose events
 * are recorded in full, so that all of it can go up when the shop connects later.
 */
export async function startLocal(
  trx: Trx,
  {
    input,
    moment,
    newId,
  }: {
    readonly input: StartLocalInput;
    readonly moment: Moment;
    readonly newId: CounterDeps['newId'];
  },
): Promise<Act> {
  if ((await getSettings(trx)).mode !== null) return deny(say('already-set-up', {}));
  if (input.taxId !== null && !isTaxId(input.taxId)) return deny(say('tax-id-invalid', {}));
  const storeId = newId<StoreId>();
  await upsertStore(trx, { storeId, name: input.shopName, taxId: input.taxId ?? '' });
  await insertProgram(trx, { program: starterProgram, origin: 'local' });
  await startInstall(trx, {
    installId: newId<InstallId>(),
    kind: 'local',
    signingKey: null,
    nowMs: moment.nowMs,
    offer: 'unacked',
  });
  await putSettings(trx, {
    mode: 'local',
    brandName: input.shopName,
    counterLabel: localLabel,
    storeId,
    hqUrl: null,
    guide: { ...guideDefaults, shown: true },
  });
  return { notice: say('set-up', { brandName: input.shopName }), answer: done };
}
