import {
  lineChannelAnswerSchema,
  lineChannelChangedSchema,
  lineChannelChangeSchema,
  lineCheckAnswerSchema,
  lineCheckRequestSchema,
} from '../../app/contract/hq-admin-line.ts';
import type {
  LineChannelAnswer,
  LineChannelChange,
  LineChannelChanged,
  LineSecretState,
} from '../../app/contract/hq-admin-line.ts';
import { adminApiRoot, adminErrorSchema } from '../../app/contract/hq-admin.ts';
import type { Admin } from '../db/admins.ts';
import { insertAudit, lockAudit } from '../db/audit.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { findLineChannel, putLineChannel } from '../db/line-channel.ts';
import type { StoredLineChannel } from '../db/line-channel.ts';
import { checkLineChannel } from '../line/check-line-channel.ts';
import { lineApiOrigin } from '../line/line-channel.ts';
import type { LineSetting, LineSettingName, SealedName } from '../line/line-channel.ts';
import type { Guard } from './admin-routes.ts';
import { getAdmin } from './admin-session.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };
/** Of a shorter one four characters would be too much of it. */
const shownFromChars = 12;
const names = ['accessToken', 'channelSecret', 'loginChannelId', 'liffId'] as const;

/** The brand's channel at LINE: what is set, setting it, and asking LINE whose token it is. */
export function addAdminLineChannelRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/line/channel`,
    preValidation: guard,
    schema: { response: { 200: lineChannelAnswerSchema, ...failures } },
    handler: async (request) => describe(deps, await getAdmin(deps, request)),
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/line/channel`,
    preValidation: guard,
    schema: {
      body: lineChannelChangeSchema,
      response: { 200: lineChannelChangedSchema, ...failures },
    },
    handler: async (request) => await change(deps, await getAdmin(deps, request), request.body),
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/line/channel/check`,
    preValidation: guard,
    schema: { body: lineCheckRequestSchema, response: { 200: lineCheckAnswerSchema, ...failures } },
    handler: async (request) => {
      const { accessToken } = request.body;
      const given = accessToken === undefined ? {} : { accessToken };
      return await checkLineChannel(deps.lineChannel.current(), { ...given, timer: deps.timer });
    },
  });
}

function describe({ lineChannel }: HqDeps, admin: Admin): LineChannelAnswer {
  const { settings, apiOrigin } = lineChannel.current();
  const plain = ({ source, value }: LineSetting) => ({ source, value });
  return {
    accessToken: shownSecret(settings.accessToken),
    channelSecret: shownSecret(settings.channelSecret),
    loginChannelId: plain(settings.loginChannelId),
    liffId: plain(settings.liffId),
    otherOrigin: apiOrigin === lineApiOrigin ? null : apiOrigin,
    mayChange: admin.adminId === null,
  };
}

function shownSecret({ source, value, setAtMs, trouble }: LineSetting): LineSecretState {
  return { source, lastFour: lastFourOf(value), setAtMs, trouble };
}

function lastFourOf(value: string | null): string | null {
  return value === null || value.length < shownFromChars ? null : value.slice(-4);
}

async function change(
  deps: HqDeps,
  admin: Admin,
  wanted: LineChannelChange,
): Promise<LineChannelChanged> {
  // Whoever holds the token speaks to every member in the brand's name.
  if (admin.adminId !== null) return { kind: 'only-owner' };
  const { settings } = deps.lineChannel.current();
  const asked = names.filter((name) => wanted[name] !== undefined);
  if (asked.some((name) => settings[name].source === 'environment'))
    return { kind: 'in-environment' };
  const sealed = sealAll(deps, wanted);
  if (sealed === null) return { kind: 'no-key' };
  await deps.db.transaction().execute(async (trx) => {
    await lockAudit(trx);
    const before = await findLineChannel(trx);
    const after = { ...(before ?? nothing), ...sealed, changedAtMs: deps.nowMs() };
    await putLineChannel(trx, after);
    await note(trx, { admin, wanted, before: before ?? nothing, atMs: deps.nowMs() });
  });
  await deps.lineChannel.reload();
  return { kind: 'done' };
}

const nothing: StoredLineChannel = {
  accessTokenSealed: null,
  accessTokenAtMs: null,
  channelSecretSealed: null,
  channelSecretAtMs: null,
  loginChannelId: null,
  liffId: null,
  changedAtMs: 0,
};

/** What of the row changes, or null when there is nothing to seal it with. */
function sealAll(deps: HqDeps, wanted: LineChannelChange): Partial<StoredLineChannel> | null {
  const atMs = deps.nowMs();
  const seal = (name: SealedName): string | null | undefined => {
    const text = wanted[name];
    if (text === undefined || text === null) return text;
    return deps.lineChannel.seal(name, text, deps.randomBytes);
  };
  const [token, secret] = [seal('accessToken'), seal('channelSecret')];
  if (
    (token === null && wanted.accessToken !== null) ||
    (secret === null && wanted.channelSecret !== null)
  )
    return null;
  const { loginChannelId, liffId } = wanted;
  const at = (sealed: string | null): number | null => (sealed === null ? null : atMs);
  return {
    ...(token === undefined ? {} : { accessTokenSealed: token, accessTokenAtMs: at(token) }),
    ...(secret === undefined ? {} : { channelSecretSealed: secret, channelSecretAtMs: at(secret) }),
    ...(loginChannelId === undefined ? {} : { loginChannelId }),
    ...(liffId === undefined ? {} : { liffId }),
  };
}

/** In the record of who did what, a secret is only ever `set` or `none`, with its last characters. */
async function note(
  trx: HqTrx,
  change: {
    readonly admin: Admin;
    readonly wanted: LineChannelChange;
    readonly before: StoredLineChannel;
    readonly atMs: number;
  },
): Promise<void> {
  const { admin, wanted, before, atMs } = change;
  const wasSet = {
    accessToken: before.accessTokenSealed === null ? 'none' : 'set',
    channelSecret: before.channelSecretSealed === null ? 'none' : 'set',
    loginChannelId: before.loginChannelId,
    liffId: before.liffId,
  };
  const asked = names.filter((name) => wanted[name] !== undefined);
  const told = (name: LineSettingName): string | null => {
    const value = wanted[name] ?? null;
    if (name === 'loginChannelId' || name === 'liffId') return value;
    if (value === null) return 'none';
    const lastFour = lastFourOf(value);
    return lastFour === null ? 'set' : `set …${lastFour}`;
  };
  await insertAudit(trx, {
    admin,
    action: 'line.channel',
    subject: 'brand',
    before: Object.fromEntries(asked.map((name) => [name, wasSet[name]])),
    after: Object.fromEntries(asked.map((name) => [name, told(name)])),
    atMs,
  });
}
