import type { LineClient, TimerPort } from '../../app/line/send-line-push.ts';
import { createLineClient } from '../../app/line/send-line-push.ts';
import { findLineChannel } from '../db/line-channel.ts';
import type { StoredLineChannel } from '../db/line-channel.ts';
import type { HqDb } from '../db/hq-db.ts';
import { openSecret, sealSecret } from './seal-secret.ts';
import type { SecretKeys } from './secret-key-file.ts';

/** Where a setting comes from. The environment wins over HQ's page. */
export type LineSettingSource = 'environment' | 'page' | 'none';

/** One setting of the channel. */
export type LineSetting = {
  readonly source: LineSettingSource;
  /** Null when there is none, or none that could be opened. */
  readonly value: string | null;
  /** When it was set on HQ's page; null of the environment. */
  readonly setAtMs: number | null;
  /** Why a sealed one is not open; null = it is. */
  readonly trouble: 'no-key' | 'wrong-key' | 'damaged' | null;
};

/** LINE's channel of the brand as it is now. Ask for it anew each time: it changes while HQ runs. */
export type LineChannelNow = {
  /** Null without a channel access token: messages then wait in the outbox. */
  readonly client: LineClient | null;
  /** Signs webhooks; null: none can be taken. */
  readonly channelSecret: string | null;
  /** The LINE Login channel of the member pages: what an id token must be for. */
  readonly loginChannelId: string | null;
  readonly liffId: string | null;
  /** `https://api.line.me`, or a stand-in's; no slash at the end. */
  readonly apiOrigin: string;
  readonly settings: Readonly<Record<LineSettingName, LineSetting>>;
};

export type LineSettingName = 'accessToken' | 'channelSecret' | 'loginChannelId' | 'liffId';

/** Those that are sealed. */
export type SealedName = 'accessToken' | 'channelSecret';

/** What knows the channel. */
export type LineChannel = {
  readonly current: () => LineChannelNow;
  /** Reads what is stored; a changed token is in force when this resolves. Told by HQ's page. */
  readonly reload: () => Promise<LineChannelNow>;
  /** A secret sealed for its place in the database; null = there is no key that would be kept. */
  readonly seal: (
    name: SealedName,
    text: string,
    randomBytes: (count: number) => Uint8Array,
  ) => string | null;
  /** Looks now and then whether another process of HQ was told something new. */
  readonly start: () => void;
  readonly stop: () => Promise<void>;
};

/** What the environment says; it wins. */
export type GivenLineChannel = {
  readonly channelAccessToken?: string;
  readonly channelSecret?: string;
  readonly loginChannelId?: string;
  readonly liffId?: string;
  /** Where LINE's API is, when not at LINE: scheme, host and port. */
  readonly baseUrl?: string;
};

export const lineApiOrigin = 'https://api.line.me';

const lookEveryMs = 30_000;
/** Longer than a push may take: then nobody waits for an answer any more. */
const retireMs = 20_000;

type ChannelDeps = {
  readonly db: HqDb;
  readonly keys: SecretKeys;
  readonly tenantId: string;
  readonly given: GivenLineChannel;
  readonly timer: TimerPort;
  readonly log: (line: string) => void;
};

/** The place a secret is sealed for: it opens nowhere else. */
function secretPlace(tenantId: string, name: SealedName): string {
  return `line_channel:${tenantId}:${name}`;
}

/**
 * The channel out of the environment and the database. A secret that cannot be opened is told in a
 * sentence, once, and counts as not set: HQ itself goes on, and messages wait.
 */
export async function openLineChannel(deps: ChannelDeps): Promise<LineChannel> {
  let isStopped = false;
  let lastTrouble = '';
  let cancelLook = (): void => undefined;
  const retiring = new Set<() => Promise<void>>();
  let now = compose(deps, await findLineChannel(deps.db), null);

  const tell = (): void => {
    const trouble = [deps.keys.trouble, ...troubleLines(now)].filter((line) => line !== null);
    const text = trouble.join('\n');
    if (text !== '' && text !== lastTrouble) deps.log(text);
    lastTrouble = text;
  };
  const retire = (client: LineClient): void => {
    const end = async (): Promise<void> => {
      cancel();
      retiring.delete(end);
      await client.close();
    };
    const cancel = deps.timer.setTimer(retireMs, () => void end());
    retiring.add(end);
  };
  const reload = async (): Promise<LineChannelNow> => {
    const stored = await findLineChannel(deps.db);
    const before = now;
    if (isStopped) return before;
    now = compose(deps, stored, before);
    if (before.client !== null && before.client !== now.client) retire(before.client);
    tell();
    return now;
  };
  const look = (): void => {
    cancelLook = deps.timer.setTimer(lookEveryMs, () => {
      // A database that is away is told by those who need it.
      void reload()
        .catch(() => null)
        .then(() => {
          if (!isStopped) look();
        });
    });
  };
  tell();
  return {
    current: () => now,
    reload,
    seal: (name, text, randomBytes) => {
      const key = deps.keys.findOrMake();
      if (key === null) return null;
      return sealSecret(key, { text, place: secretPlace(deps.tenantId, name) }, randomBytes);
    },
    start: look,
    stop: async () => {
      isStopped = true;
      cancelLook();
      await Promise.all([now.client?.close(), ...[...retiring].map((end) => end())]);
    },
  };
}

/** A channel that never changes: for tests, and for HQ in a simulation. */
export function fixedLineChannel(client: LineClient | null): LineChannel {
  const none = settingOf(undefined, null);
  const now: LineChannelNow = {
    client,
    channelSecret: null,
    loginChannelId: null,
    liffId: null,
    apiOrigin: lineApiOrigin,
    settings: { accessToken: none, channelSecret: none, loginChannelId: none, liffId: none },
  };
  return {
    current: () => now,
    reload: async () => now,
    seal: () => null,
    start: () => undefined,
    stop: async () => await client?.close(),
  };
}

function compose(
  deps: ChannelDeps,
  stored: StoredLineChannel | null,
  before: LineChannelNow | null,
): LineChannelNow {
  const { given } = deps;
  const apiOrigin = new URL(given.baseUrl ?? lineApiOrigin).origin;
  const settings = {
    accessToken: secretOf(deps, 'accessToken', given.channelAccessToken, {
      sealed: stored?.accessTokenSealed ?? null,
      setAtMs: stored?.accessTokenAtMs ?? null,
    }),
    channelSecret: secretOf(deps, 'channelSecret', given.channelSecret, {
      sealed: stored?.channelSecretSealed ?? null,
      setAtMs: stored?.channelSecretAtMs ?? null,
    }),
    loginChannelId: settingOf(given.loginChannelId, stored?.loginChannelId ?? null),
    liffId: settingOf(given.liffId, stored?.liffId ?? null),
  };
  return {
    client: clientFor(settings.accessToken.value, apiOrigin, before),
    channelSecret: settings.channelSecret.value,
    loginChannelId: settings.loginChannelId.value,
    liffId: settings.liffId.value,
    apiOrigin,
    settings,
  };
}

/** The same client as before for the same token: its connections are open. */
function clientFor(
  token: string | null,
  apiOrigin: string,
  before: LineChannelNow | null,
): LineClient | null {
  if (token === null) return null;
  if (before !== null && before.settings.accessToken.value === token) return before.client;
  return createLineClient({ channelAccessToken: token, baseUrl: apiOrigin });
}

function settingOf(given: string | undefined, stored: string | null): LineSetting {
  const rest = { setAtMs: null, trouble: null };
  if (given !== undefined && given !== '') return { source: 'environment', value: given, ...rest };
  return { source: stored === null ? 'none' : 'page', value: stored, ...rest };
}

function secretOf(
  { keys, tenantId }: ChannelDeps,
  name: SealedName,
  given: string | undefined,
  { sealed, setAtMs }: { readonly sealed: string | null; readonly setAtMs: number | null },
): LineSetting {
  if (sealed === null || (given !== undefined && given !== '')) return settingOf(given, null);
  const closed = { source: 'page', value: null, setAtMs } as const;
  const key = keys.find();
  if (key === null) return { ...closed, trouble: 'no-key' };
  const opened = openSecret(key, sealed, secretPlace(tenantId, name));
  if (opened.kind !== 'open') return { ...closed, trouble: opened.kind };
  return { ...closed, value: opened.text, trouble: null };
}

const names = {
  accessToken: ['頻道存取權杖', 'channel access token'],
  channelSecret: ['頻道密鑰', 'channel secret'],
} as const;

const troubles = {
  'no-key': [
    '找不到封存用的金鑰（HQ_SECRET_KEY 或 line-secret.key）',
    'the key it was sealed with is not here (HQ_SECRET_KEY or line-secret.key)',
  ],
  'wrong-key': [
    '是用另一把金鑰封存的（HQ_SECRET_KEY 或 line-secret.key 換過了）',
    'was sealed with another key (HQ_SECRET_KEY or line-secret.key was changed)',
  ],
  damaged: ['在資料庫裡被更動過', 'was changed in the database'],
} as const;

function troubleLines({ settings }: LineChannelNow): string[] {
  return (['accessToken', 'channelSecret'] as const).flatMap((name) => {
    const { trouble } = settings[name];
    if (trouble === null) return [];
    const [zh, en] = troubles[trouble];
    return [
      `LINE ${names[name][0]}打不開：${zh}。訊息會留在待送匣；請放回原來的金鑰，或在總部的 LINE 頁重新輸入。\n` +
        `LINE's ${names[name][1]} cannot be opened: ${en}. Messages wait; put the key back, or enter it anew on HQ's LINE page.`,
    ];
  });
}
