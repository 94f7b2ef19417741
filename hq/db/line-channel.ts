import type { HqHandle } from './hq-db.ts';

/** The channel as it is stored; what is secret is sealed. */
export type StoredLineChannel = {
  readonly accessTokenSealed: string | null;
  readonly accessTokenAtMs: number | null;
  readonly channelSecretSealed: string | null;
  readonly channelSecretAtMs: number | null;
  readonly loginChannelId: string | null;
  readonly liffId: string | null;
  readonly changedAtMs: number;
};

/** The brand's channel, or null when nothing was ever set on HQ's page. */
export async function findLineChannel(db: HqHandle): Promise<StoredLineChannel | null> {
  const row = await db
    .selectFrom('line_channel')
    .select([
      'access_token_sealed as accessTokenSealed',
      'access_token_at_ms as accessTokenAtMs',
      'channel_secret_sealed as channelSecretSealed',
      'channel_secret_at_ms as channelSecretAtMs',
      'login_channel_id as loginChannelId',
      'liff_id as liffId',
      'changed_at_ms as changedAtMs',
    ])
    .executeTakeFirst();
  return row ?? null;
}

/** Puts the channel in the place of what there was. */
export async function putLineChannel(db: HqHandle, channel: StoredLineChannel): Promise<void> {
  const row = {
    access_token_sealed: channel.accessTokenSealed,
    access_token_at_ms: channel.accessTokenAtMs,
    channel_secret_sealed: channel.channelSecretSealed,
    channel_secret_at_ms: channel.channelSecretAtMs,
    login_channel_id: channel.loginChannelId,
    liff_id: channel.liffId,
    changed_at_ms: channel.changedAtMs,
  };
  await db
    .insertInto('line_channel')
    .values({ slot: 1, ...row })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'slot']).doUpdateSet(row))
    .execute();
}
