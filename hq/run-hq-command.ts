import { appRole, appRoleScript, prepareAppRole } from './db/app-role.ts';
import { listWeakSettings, weakSettingLine } from './db/durability.ts';
import { openPglite, openPostgres } from './db/hq-db.ts';
import { migrateHq } from './db/migrate-hq.ts';
import { findBrand } from './db/brand.ts';
import { markHqRestored } from './mark-restored.ts';
import type { StartHqOptions } from './start-hq.ts';

const help = `用法 Usage: npm run hq -- restored [--yes] | migrate [--yes] | app-role

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

  HQ_DATABASE_URL / HQ_DATA_DIR 指定資料庫，與啟動總部時相同。 name the database, as for starting HQ.
`;

/** Commands of HQ besides starting it; answers the exit code. */
export async function runHqCommand(
  [command, ...flags]: readonly string[],
  options: StartHqOptions,
): Promise<number> {
  if (command === 'app-role') {
    console.log(appRoleScript('counterfoil_hq'));
    return 0;
  }
  if (command === 'migrate' && flags.join() === '--yes') return await migrateOnly(options);
  if (command !== 'restored' || flags.some((flag) => flag !== '--yes')) {
    console.log(help);
    return command === 'help' || command === '--help' ? 0 : 1;
  }
  if (!flags.includes('--yes')) {
    console.log(help);
    console.log('確定要執行請加上 --yes。 Add --yes to do it.');
    return 1;
  }
  const db =
    options.databaseUrl === undefined
      ? await openPglite(options.dataDir ?? null)
      : openPostgres(options.databaseUrl);
  try {
    await migrateHq(db);
    if ((await findBrand(db)) === null) {
      console.log(
        '這個資料庫還沒有品牌資料，請先啟動總部一次。 There is no brand here yet: start HQ once.',
      );
      return 1;
    }
    const timeline = await markHqRestored(db, Date.now());
    console.log(
      `已標記為還原，新的時間線 ${timeline}。現在可以啟動總部。\n` +
        `Marked as restored, new timeline ${timeline}. HQ can be started now.`,
    );
    return 0;
  } finally {
    await db.destroy();
  }
}

/** The schema and the role, by whoever owns the tables. */
async function migrateOnly({ databaseUrl }: StartHqOptions): Promise<number> {
  if (databaseUrl === undefined) {
    console.log('請設定 HQ_DATABASE_URL。 Set HQ_DATABASE_URL.');
    return 1;
  }
  const db = openPostgres(databaseUrl);
  try {
    await migrateHq(db);
    for (const weak of await listWeakSettings(db)) console.log(weakSettingLine(weak));
    const role = await prepareAppRole(db);
    const says = role.kind === 'none' ? `no role: ${role.why}` : `role ${appRole} is ready`;
    console.log(`資料庫已是最新結構。 The database has the newest schema; ${says}.`);
    return role.kind === 'none' ? 1 : 0;
  } finally {
    await db.destroy();
  }
}
