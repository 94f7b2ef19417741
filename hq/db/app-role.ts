import { sql } from 'kysely';
import type { HqDb } from './hq-db.ts';

/** What HQ acts as while it works: no superuser, owns nothing, cannot log in by itself. */
export const appRole = 'counterfoil_app';

/** Tables whose rows are only ever added: there the role may read and insert, nothing else. */
export const appendOnlyTables = [
  'event',
  'entry',
  'audit',
  'posting',
  'redrive',
  'stamp_entry',
  'coupon_use',
  'right_spend',
  'recovery_key',
  'sealed_key',
  'used_token',
  'line_gifted',
  'schema_version',
  'tenant',
] as const;

/**
 * The statements that give the role its permissions, run by the owner of the tables after every
 * migration. Doing it again changes nothing. The same text is what production runs by hand.
 */
export function appRoleGrants(): string[] {
  return [
    `GRANT USAGE ON SCHEMA public TO ${appRole}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${appRole}`,
    // Identity columns draw their numbers without it, and nobody reads how many another brand drew.
    `REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM ${appRole}`,
    `REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON ${appendOnlyTables.join(', ')} FROM ${appRole}`,
    `REVOKE INSERT ON schema_version FROM ${appRole}`,
  ];
}

/** Any number that is ours alone: one process at a time gives the role its permissions. */
const grantLockKey = 7_226_007;

/** The whole of it for production, where the login of HQ may not create roles: run by the tables' owner. */
export function appRoleScript(login: string): string {
  return [
    `CREATE ROLE ${appRole} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE`,
    ...appRoleGrants(),
    `CREATE ROLE ${login} LOGIN PASSWORD '…' IN ROLE ${appRole}`,
    `-- or one that is bound to a brand, by the 32 hex digits of its id: npm run hq -- brand list\n-- CREATE ROLE hq_brand_(digits) LOGIN PASSWORD '…' IN ROLE ${appRole}`,
  ]
    .map((statement) => `${statement};\n`)
    .join('');
}

/**
 * Whether HQ works as a role that can only add to the ledger. `acting`: connections take the role on.
 * `is-it`: whoever connects has no more rights than it. `none`: everything runs as the owner of the
 * tables, which only the triggers keep from rewriting.
 */
export type AppRoleState =
  { readonly kind: 'acting' | 'is-it' } | { readonly kind: 'none'; readonly why: string };

type Connected = {
  readonly isSuper: boolean;
  readonly mayCreateRoles: boolean;
  readonly hasRole: boolean;
  readonly ownsLedger: boolean;
  readonly mayRewrite: boolean;
};

/** Sets up the role where the connecting user may, and says how HQ should connect from now on. */
export async function prepareAppRole(db: HqDb): Promise<AppRoleState> {
  const me = await findConnected(db);
  if (!me.ownsLedger && !me.isSuper) {
    return me.mayRewrite
      ? { kind: 'none', why: 'the connecting user may rewrite the ledger, and does not own it' }
      : { kind: 'is-it' };
  }
  try {
    if (!me.hasRole) {
      if (!me.isSuper && !me.mayCreateRoles)
        return { kind: 'none', why: `the connecting user may not create the role ${appRole}` };
      await createRole(db);
    }
    if (!me.isSuper && !(await isMember(db)))
      await sql.raw(`GRANT ${appRole} TO CURRENT_USER`).execute(db);
    await db.transaction().execute(async (trx) => {
      // Another process of HQ may start at this moment.
      await sql`SELECT pg_advisory_xact_lock(${sql.lit(grantLockKey)})`.execute(trx);
      for (const grant of appRoleGrants()) await sql.raw(grant).execute(trx);
    });
    return { kind: 'acting' };
  } catch (error) {
    return { kind: 'none', why: error instanceof Error ? error.message : 'unknown' };
  }
}

/** Roles belong to the whole server: another HQ may make it at the same moment. */
async function createRole(db: HqDb): Promise<void> {
  try {
    await sql.raw(`CREATE ROLE ${appRole} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE`).execute(db);
  } catch (error) {
    const { code } = error as { code?: unknown };
    // duplicate_object, unique_violation.
    if (code !== '42710' && code !== '23505') throw error;
  }
}

async function isMember(db: HqDb): Promise<boolean> {
  const found = await sql<{ member: boolean }>`
    SELECT CASE WHEN current_setting('server_version_num')::integer >= 160000
      THEN pg_has_role(CURRENT_USER, ${appRole}, 'SET')
      ELSE pg_has_role(CURRENT_USER, ${appRole}, 'MEMBER') END AS member`.execute(db);
  return found.rows[0]?.member === true;
}

async function findConnected(db: HqDb): Promise<Connected> {
  const found = await sql<Connected>`
    SELECT rolsuper AS "isSuper", rolcreaterole AS "mayCreateRoles",
      EXISTS (SELECT FROM pg_roles WHERE rolname = ${appRole}) AS "hasRole",
      (SELECT pg_has_role(CURRENT_USER, relowner, 'USAGE') FROM pg_class
        WHERE oid = 'entry'::regclass) AS "ownsLedger",
      has_table_privilege('entry', 'UPDATE') OR has_table_privilege('event', 'UPDATE')
        OR has_table_privilege('audit', 'UPDATE') AS "mayRewrite"
    FROM pg_roles WHERE rolname = CURRENT_USER`.execute(db);
  const row = found.rows[0];
  if (row === undefined) throw new Error('the database does not know who is connected');
  return row;
}
