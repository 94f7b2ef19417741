import type { InstallId } from '../domain/ids.ts';
import type { Trx } from './handles.ts';

/** The key of an install that is being asked for, kept so that a lost answer does not make a second one. */
export type NextInstall = {
  readonly replaces: InstallId;
  readonly signingKey: string;
  readonly publicKey: string;
  readonly reason: string;
};

/** The key that was made for replacing this install, or the given new one, which is then kept. */
export async function keepNextInstall(
  trx: Trx,
  fresh: NextInstall & { readonly nowMs: number },
): Promise<NextInstall> {
  const kept = await trx
    .selectFrom('next_install')
    .selectAll()
    .where('replaces', '=', fresh.replaces)
    .executeTakeFirst();
  if (kept !== undefined) {
    const { replaces, signing_key: signingKey, public_key: publicKey, reason } = kept;
    return { replaces, signingKey, publicKey, reason };
  }
  await trx.deleteFrom('next_install').execute();
  const { replaces, signingKey, publicKey, reason, nowMs } = fresh;
  await trx
    .insertInto('next_install')
    .values({
      slot: 1,
      replaces,
      signing_key: signingKey,
      public_key: publicKey,
      reason,
      made_at_ms: nowMs,
    })
    .execute();
  return fresh;
}

/** The new install stands. */
export async function dropNextInstall(trx: Trx): Promise<void> {
  await trx.deleteFrom('next_install').execute();
}
