import { appRole, appRoleScript, prepareAppRole } from './db/app-role.ts';
import { listWeakSettings, weakSettingLine } from './db/durability.ts';
import { openPostgres } from './db/hq-db.ts';
import { MigrationInTheWay, migrateHq } from './db/migrate-hq.ts';
import { boundLogin, listTenants } from './db/tenants.ts';
import { replayHelp, runLineReplay } from './run-line-replay.ts';
import { recoveryHelp, runRecoveryCommand } from './run-recovery-command.ts';
import { markHqRestored } from './mark-restored.ts';
import { addBrand, openHqDatabase, openMigrated } from './open-hq-database.ts';
import type { DatabaseOptions } from './open-hq-database.ts';

const help = `用法 Usage: npm run hq -- restored [--yes] | migrate [--yes] | app-role
                                | brand list | brand add "名稱 NAME"
                                | recovery-key new FILE | recovery-key list
                                | unseal-key INSTALL --key FILE --out KEYFILE | take-tape BUNDLE [--yes]
                                | line-replay [--since 6h] [--type follow] [--again] …

  restored  總部的資料庫從備份還原之後、啟動總部之前執行一次。
            每台櫃台會與總部比對紀錄，補送總部缺少的交易（每筆只算一次），並重新取得資料。
            期間收銀照常；離線扣點會暫停到比對完成。
            備份之後在總部做的人工修改（規則、合併、會員資料、停用櫃台）無法自動回來，請重新確認。

            Run it once after HQ's database was restored from a backup, before HQ is started again.
            Every counter compares its records with HQ, sends what HQ lacks (each sale counts once) and
            fetches its data anew. Sales go on meanwhile; spending offline waits until that is done.
            What people changed at HQ after the backup (rules, merges, members, revoked counters) does
            not come back by itself: look at it again.

  沒有執行也不會遺失交易：櫃台會各自發現總部倒退。執行它可讓所有櫃台一開機就比對。
  Nothing is lost without it: each counter notices by itself that HQ went back in time. With it all of
  them compare at once.

  migrate   只更新資料庫結構並設定應用程式角色，不啟動總部。正式環境以資料表擁有者連線執行，
            總部平時用權限較小的帳號連線（見 app-role）。
            Brings the database to the newest schema and sets up the application's role, without starting
            HQ. In production run as the owner of the tables; HQ itself connects with a lesser login.

  app-role  印出該角色的 SQL：對帳本與紀錄只能新增與讀取，不能修改或刪除。
            Prints the SQL of that role: it may only add to and read the ledger and the record.

  brand     列出資料庫裡的品牌，或新增一個。每個總部程序服務一個品牌，以 HQ_BRAND 指定；品牌之間互不可見。
            Lists the brands of the database, or makes a further one. Each process of HQ serves one brand,
            named with HQ_BRAND; none sees anything of another.

${recoveryHelp}
${replayHelp}
  HQ_DATABASE_URL / HQ_DATA_DIR 指定資料庫，與啟動總部時相同。 name the database, as for starting HQ.
`;

/** Commands of HQ besides starting it; answers the exit code. */
export async function runHqCommand(
  [command, ...rest]: readonly string[],
  options: DatabaseOptions,
  print: (text: string) => void = console.log,
): Promise<number> {
  const say = (text: string): void => print(plainText(text));
  const flags = rest.join();
  if (command === 'app-role') {
    say(appRoleScript('counterfoil_hq'));
    return 0;
  }
  if (command === 'migrate' && flags === '--yes') return await migrateOnly(options, say);
  if (command === 'restored' && flags === '--yes') return await tellRestored(options, say);
  if (command === 'brand') {
    const [what, name = '', ...more] = rest;
    if (what === 'list' && rest.length === 1) return await listBrands(options, say);
    if (what === 'add' && isName(name) && more.length === 0)
      return await makeBrand({ ...options, brandName: name.trim() }, say);
  }
  if (command === 'line-replay') {
    const replayed = await runLineReplay(rest, options, say);
    if (replayed !== null) return replayed;
  }
  const recovered = await runRecoveryCommand([command ?? '', ...rest], options, say);
  if (recovered !== null) return recovered;
  say(help);
  if (command === 'restored' && flags === '') say('確定要執行請加上 --yes。 Add --yes to do it.');
  return command === 'help' || command === '--help' ? 0 : 1;
}

/** As long as the console takes; no flag by mistake. */
function isName(text: string): boolean {
  const length = text.trim().length;
  return length >= 1 && length <= 60 && !text.startsWith('-');
}

async function tellRestored(
  options: DatabaseOptions,
  say: (text: string) => void,
): Promise<number> {
  const { db } = await openHqDatabase({ ...options, mayMake: false });
  try {
    const timeline = await markHqRestored(db, Date.now());
    say(
      `已標記為還原，新的時間線 ${timeline}。現在可以啟動總部。\n` +
        `Marked as restored, new timeline ${timeline}. HQ can be started now.`,
    );
    return 0;
  } finally {
    await db.destroy();
  }
}

async function listBrands(options: DatabaseOptions, say: (text: string) => void): Promise<number> {
  const { db } = await openMigrated(options);
  try {
    const tenants = await listTenants(db);
    for (const { tenantId, brandName } of tenants) say(`${tenantId}  ${brandName ?? '?'}`);
    if (tenants.length === 0) say('還沒有品牌。 There is no brand yet.');
    return 0;
  } finally {
    await db.destroy();
  }
}

async function makeBrand(
  options: DatabaseOptions & { readonly brandName: string },
  say: (text: string) => void,
): Promise<number> {
  const { db } = await openMigrated(options);
  try {
    const made = await addBrand(db, options);
    if (made.kind === 'taken') {
      say(`已有品牌「${options.brandName}」。 There is a brand "${options.brandName}" already.`);
      return 1;
    }
    const { tenantId, adminToken } = made.brand;
    const login = boundLogin(tenantId);
    say(
      `已新增品牌「${options.brandName}」。 Brand "${options.brandName}" is made.\n\n` +
        `  代號 id:               ${tenantId}\n` +
        `  管理權杖 admin token:  ${adminToken}\n\n` +
        '管理權杖只顯示這一次，請妥善保存。 The token is shown only this once: keep it.\n' +
        '啟動這個品牌的總部（每個程序用自己的 HQ_PORT）： Start HQ for it (each process has its own HQ_PORT):\n\n' +
        `  HQ_BRAND=${tenantId} HQ_PORT=8788 npm run hq\n\n` +
        '正式環境建議用只綁定這個品牌的登入帳號（不需 HQ_BRAND，任何 SQL 都無法切換品牌）：\n' +
        'For production a login that is bound to this brand (needs no HQ_BRAND; no SQL can switch it):\n\n' +
        `  CREATE ROLE ${login} LOGIN PASSWORD '…' IN ROLE ${appRole};`,
    );
    return 0;
  } finally {
    await db.destroy();
  }
}

/** The schema and the role, by whoever owns the tables. */
async function migrateOnly(
  { databaseUrl }: DatabaseOptions,
  say: (text: string) => void,
): Promise<number> {
  if (databaseUrl === undefined) {
    say('請設定 HQ_DATABASE_URL。 Set HQ_DATABASE_URL.');
    return 1;
  }
  const db = openPostgres(databaseUrl);
  try {
    await migrateHq(db);
    for (const weak of await listWeakSettings(db)) say(weakSettingLine(weak));
    const role = await prepareAppRole(db);
    const says = role.kind === 'none' ? `no role: ${role.why}` : `role ${appRole} is ready`;
    say(`資料庫已是最新結構。 The database has the newest schema; ${says}.`);
    return role.kind === 'none' ? 1 : 0;
  } catch (error) {
    if (!(error instanceof MigrationInTheWay)) throw error;
    say(error.message);
    return 1;
  } finally {
    await db.destroy();
  }
}

/** Names come from counters and brands: none of them may command the terminal, or turn its text around. */
function plainText(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, '\ufffd');
}
