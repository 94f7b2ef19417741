import { randomBytes } from 'node:crypto';
import { v4 } from 'uuid';
import { createSigningKey } from '../app/db/sign-document.ts';
import { appRole, prepareAppRole } from './db/app-role.ts';
import { addSigningKey, findBrand, insertBrand, markAdminToken } from './db/brand.ts';
import { listWeakSettings, weakSettingLine } from './db/durability.ts';
import { actAs, openPglite, openPostgres } from './db/hq-db.ts';
import type { HqDb, StoreKind } from './db/hq-db.ts';
import { MigrationInTheWay, migrateHq } from './db/migrate-hq.ts';
import {
  findOwnTenant,
  findTooMuch,
  insertTenant,
  listOpenTables,
  listTenants,
  lockTenants,
  useTenant,
} from './db/tenants.ts';
import type { Tenant, TooMuch } from './db/tenants.ts';
import { hashSecret } from './server/admin-session.ts';

/** PostgreSQL's insufficient_privilege. */
const notAllowed = '42501';

/** Why HQ does not start. The message is for the operator, in both languages. */
export class HqStartRefusal extends Error {
  override readonly name = 'HqStartRefusal';
}

/** Which database, and whose rows in it. */
export type DatabaseOptions = {
  /** A PostgreSQL server. Left out = PGlite in this process, for trying out: it never fsyncs. */
  readonly databaseUrl?: string;
  /** Where PGlite keeps its files; null or left out = in memory only. */
  readonly dataDir?: string | null;
  /** Name or id of the brand to serve; may be left out where the database has one, or none yet. */
  readonly brand?: string;
  /** What the first brand of an empty database is called. */
  readonly brandName?: string;
  /** The token of HQ's page; left out = the one of the first start, or a new one. */
  readonly adminToken?: string;
  /** False: an empty database is refused, instead of getting its first brand. */
  readonly mayMake?: boolean;
  readonly log?: (line: string) => void;
};

/** A database in which one brand's rows can be seen, and no others. */
export type OpenedBrand = {
  readonly db: HqDb;
  readonly storeKind: StoreKind;
  readonly tenantId: string;
  /** Known only when given or made just now. */
  readonly adminToken: string | null;
};

/** The database at its newest schema, connected as whoever may bring it there; all brands in reach. */
export async function openMigrated(
  options: DatabaseOptions,
): Promise<{ readonly db: HqDb; readonly role: string | null }> {
  const { databaseUrl, dataDir, log } = options;
  const db =
    databaseUrl === undefined ? await openPglite(dataDir ?? null) : openPostgres(databaseUrl);
  try {
    await migrateHq(db);
    if (databaseUrl !== undefined)
      for (const weak of await listWeakSettings(db)) log?.(weakSettingLine(weak));
    const state = await prepareAppRole(db);
    if (state.kind === 'none')
      log?.(`WARNING: HQ could rewrite its own ledger: ${state.why}. See docs/sync.md, app role.`);
    return { db, role: state.kind === 'acting' ? appRole : null };
  } catch (error) {
    await db.destroy();
    if (error instanceof MigrationInTheWay) throw new HqStartRefusal(error.message);
    if ((error as { code?: unknown }).code === notAllowed)
      throw new HqStartRefusal(
        '這個登入帳號不能更新資料庫結構。請先以資料表擁有者執行 npm run hq -- migrate --yes，再啟動總部。\n' +
          'This login may not bring the database forward: run npm run hq -- migrate --yes as the owner of the ' +
          `tables, then start HQ. (${(error as Error).message})`,
      );
    throw error;
  }
}

/**
 * Opens the database for one brand, made now where there is none yet. Throws `HqStartRefusal` when it is
 * not said which of several, or when PostgreSQL would not keep this process from the other brands' rows.
 */
export async function openHqDatabase(options: DatabaseOptions): Promise<OpenedBrand> {
  const { databaseUrl } = options;
  const { db: first, role } = await openMigrated(options);
  try {
    const { tenantId, madeToken, isBound } = await chooseOrMake(first, options);
    // A bound login says nothing when it connects, so that any pooler may stand in between.
    const acting = { role, tenantId: isBound ? null : tenantId };
    let db = first;
    if (databaseUrl === undefined) await actAs(first, acting);
    else {
      await first.destroy();
      db = openPostgres(databaseUrl, acting);
    }
    return await prepareBrand(db, options, { tenantId, madeToken });
  } catch (error) {
    await first.destroy();
    throw error;
  }
}

async function prepareBrand(
  db: HqDb,
  options: DatabaseOptions,
  { tenantId, madeToken }: { readonly tenantId: string; readonly madeToken: string | null },
): Promise<OpenedBrand> {
  try {
    await refuseTooMuch(db, tenantId);
    await addSigningKey(db, createSigningKey().signingKey);
    const given = options.adminToken;
    let adminToken = given ?? madeToken;
    if ((await findBrand(db)) === null) {
      adminToken = given ?? newToken();
      await insertBrand(db, newBrand(options.brandName, adminToken));
    } else if (given !== undefined) await markAdminToken(db, hashSecret(given));
    const storeKind = options.databaseUrl === undefined ? 'pglite' : 'postgres';
    return { db, storeKind, tenantId, adminToken };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** The brand asked for, or the only one, or the first one, made now. */
async function chooseOrMake(
  db: HqDb,
  options: DatabaseOptions,
): Promise<{
  readonly tenantId: string;
  readonly madeToken: string | null;
  readonly isBound: boolean;
}> {
  const bound = await findOwnTenant(db);
  const tenants = await listTenants(db);
  if (tenants.length === 0 && options.mayMake === false)
    throw new HqStartRefusal(
      '這個資料庫還沒有品牌資料，請先啟動總部一次。 There is no brand here yet: start HQ once.',
    );
  if (tenants.length === 0 && options.brand === undefined) {
    const adminToken = options.adminToken ?? newToken();
    const tenantId = await makeFirst(db, bound ?? v4(), newBrand(options.brandName, adminToken));
    return { tenantId, madeToken: adminToken, isBound: bound !== null };
  }
  const tenantId = chooseTenant(tenants, options.brand);
  return { tenantId, madeToken: null, isBound: bound !== null };
}

/** The brand that was asked for, by name or id. Throws `HqStartRefusal` with the names there are. */
export function chooseTenant(tenants: readonly Tenant[], wanted: string | undefined): string {
  const fits = tenants.filter(
    ({ tenantId, brandName }) => wanted === undefined || [tenantId, brandName].includes(wanted),
  );
  const [only] = fits;
  if (only !== undefined && fits.length === 1) return only.tenantId;
  const names = tenants.map((one) => `  ${one.tenantId}  ${one.brandName ?? '?'}`).join('\n');
  if (tenants.length === 0)
    throw new HqStartRefusal(
      `資料庫裡沒有品牌「${wanted}」，也還沒有任何品牌。請先執行 npm run hq -- brand add "名稱"。\n` +
        `There is no brand "${wanted}", nor any other here yet. Run npm run hq -- brand add "NAME" first.`,
    );
  throw new HqStartRefusal(
    wanted === undefined
      ? `這個資料庫有 ${tenants.length} 個品牌，請用 HQ_BRAND 指定其中一個（名稱或代號）：\n` +
          `This database has ${tenants.length} brands: name one of them (name or id) with HQ_BRAND:\n${names}`
      : `資料庫裡${fits.length === 0 ? '沒有' : '不只一個'}品牌「${wanted}」，請用 HQ_BRAND 指定其中一個（名稱或代號）：\n` +
          `${fits.length === 0 ? 'There is no' : 'There is more than one'} brand "${wanted}" here: name one of them with HQ_BRAND:\n${names}`,
  );
}

/** Another process may make the first brand at this moment: then it is that one. */
async function makeFirst(
  db: HqDb,
  tenantId: string,
  brand: Parameters<typeof insertBrand>[1],
): Promise<string> {
  return await db.transaction().execute(async (trx) => {
    await lockTenants(trx);
    const there = await trx.selectFrom('tenant').select('tenant_id').executeTakeFirst();
    if (there !== undefined) return there.tenant_id;
    await useTenant(trx, tenantId);
    await insertTenant(trx, tenantId);
    await insertBrand(trx, brand);
    return tenantId;
  });
}

/** A brand that was made, with the token of its owner, which is known only now. */
export type AddedBrand = { readonly tenantId: string; readonly adminToken: string };

/**
 * Makes a further brand in a database whose schema is the newest. `taken`: one has that name. Throws on
 * a connection that is tied to a brand: it may not make others.
 */
export async function addBrand(
  db: HqDb,
  {
    brandName,
    adminToken = newToken(),
  }: { readonly brandName: string; readonly adminToken?: string },
): Promise<{ readonly kind: 'added'; readonly brand: AddedBrand } | { readonly kind: 'taken' }> {
  if ((await findOwnTenant(db)) !== null)
    throw new HqStartRefusal(
      '這個登入帳號綁定一個品牌，不能新增品牌；請用資料表擁有者連線。\n' +
        'This login is bound to one brand and cannot make others: connect as the owner of the tables.',
    );
  const tenants = await listTenants(db);
  if (tenants.some((one) => one.brandName === brandName)) return { kind: 'taken' };
  const tenantId = v4();
  await db.transaction().execute(async (trx) => {
    await lockTenants(trx);
    await useTenant(trx, tenantId);
    await insertTenant(trx, tenantId);
    await insertBrand(trx, newBrand(brandName, adminToken));
  });
  return { kind: 'added', brand: { tenantId, adminToken } };
}

function newBrand(
  brandName = 'Counterfoil',
  adminToken: string,
): Parameters<typeof insertBrand>[1] {
  return {
    brandName,
    timeline: v4(),
    adminTokenHash: hashSecret(adminToken),
    signingKey: createSigningKey().signingKey,
  };
}

function newToken(): string {
  return randomBytes(18).toString('base64url');
}

const tooMuchWords: Readonly<Record<TooMuch, readonly [string, string]>> = {
  superuser: ['是超級使用者', 'is a superuser'],
  'bypasses-rls': ['可略過資料列權限（BYPASSRLS）', 'may bypass row security (BYPASSRLS)'],
  'owns-tables': ['擁有資料表', 'owns the tables'],
};

async function refuseTooMuch(db: HqDb, tenantId: string): Promise<void> {
  const tooMuch = await findTooMuch(db);
  if (tooMuch !== null) {
    const [zh, en] = tooMuchWords[tooMuch];
    throw new HqStartRefusal(
      `總部連線的資料庫角色${zh}，資料庫無法保證品牌之間互不可見。請執行 npm run hq -- app-role，依印出的 SQL 建立登入帳號後再啟動。\n` +
        `The database role HQ would work as ${en}: PostgreSQL could not keep brands apart. ` +
        'Make a login with the SQL that npm run hq -- app-role prints, and start HQ with it.',
    );
  }
  const open = await listOpenTables(db);
  if (open.length > 0)
    throw new HqStartRefusal(
      `資料表 ${open.join('、')} 沒有資料列權限（ROW LEVEL SECURITY），總部不會啟動。請用資料表擁有者重新啟用。\n` +
        `Row level security is off for ${open.join(', ')}: HQ does not start. Enable and force it again as the owner of the tables.`,
    );
  const own = await findOwnTenant(db);
  if (own !== tenantId)
    throw new HqStartRefusal(
      '資料庫連線沒有收到品牌設定。若中間有連線池，它必須傳遞 options 啟動參數，或改用綁定品牌的登入帳號。\n' +
        'The database connection did not get the setting for the brand. A pooler in between must pass the ' +
        '`options` startup parameter; or use a login that is bound to the brand.',
    );
}
