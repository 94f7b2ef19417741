import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { serialSettingsSchema } from '../../app/contract/serial-settings.ts';
import { connectDatabase } from '../../app/db/connect-database.ts';
import { migrations } from '../../app/db/migrations/index.ts';
import { makeMemberCardCode } from '../../app/domain/member-code.ts';
import { cacheOnce } from '../../build/cache-folder.ts';
import { dataPaths } from '../../main/data-paths.ts';
import { rigDatabaseKeyHex, startNodeCounter } from '../rig/node-counter.ts';

/** Raised when the members below become others. */
const shopFormat = 4;
const cachePrefix = 'bench-scan-';

/** The card of the nth member. */
export function cardOf(n: number): string {
  return makeMemberCardCode(n);
}

/**
 * A counter's data folder of a shop without HQ, with many members and, if given, one serial scanner. The shop is made once
 * and kept in the user's cache folder; each run gets a copy.
 */
export async function prepareShop(
  dataDir: string,
  given: { readonly members: number; readonly serialPath: string | null },
): Promise<{ readonly made: boolean }> {
  const { folder, made } = await cacheOnce(cacheName(given.members), (work) =>
    makeShop(work, given.members),
  );
  if (made) await removeOldShops(folder);
  await cp(folder, dataDir, { recursive: true });
  if (given.serialPath === null) return { made };
  const composed = await startNodeCounter(dataDir);
  const settings = serialSettingsSchema.parse({ path: given.serialPath, baudRate: 9600 });
  const added = await composed.counter?.handlers['device:add-serial']({ name: 'pty', settings });
  await composed.stop();
  if (added?.kind !== 'done') throw new Error('the scanner could not be added');
  return { made };
}

/** Shops of an older schema: each takes most of a gigabyte. */
async function removeOldShops(newest: string): Promise<void> {
  const members = newest.split('-').at(-1) ?? '';
  for (const name of await readdir(dirname(newest))) {
    const isOld = name.startsWith(cachePrefix) && name.endsWith(`-${members}`);
    if (isOld && name !== basename(newest)) {
      await rm(join(dirname(newest), name), { recursive: true, force: true });
    }
  }
}

/** Another schema or another number of members is another shop. */
function cacheName(members: number): string {
  const schema = createHash('sha256').update(migrations.map((step) => step.sql).join('\n'));
  return `${cachePrefix}${shopFormat}-${schema.digest('hex').slice(0, 12)}-${members}`;
}

async function makeShop(dataDir: string, members: number): Promise<void> {
  const { keyPath, databasePath } = dataPaths(dataDir);
  await mkdir(dirname(keyPath), { recursive: true });
  await writeFile(
    keyPath,
    JSON.stringify({ v: 1, keyProtection: 'file', keyHex: rigDatabaseKeyHex }),
    { mode: 0o600 },
  );
  const composed = await startNodeCounter(dataDir);
  await composed.counter?.handlers['setup:start-local']({ shopName: 'Bench', taxId: null });
  await composed.stop();
  fillDatabase(databasePath, members);
}

/** Without a journal and with much memory: a shop that is half made is thrown away, never read. */
function fillDatabase(filePath: string, members: number): void {
  const raw = connectDatabase({ filePath, keyHex: rigDatabaseKeyHex }, { cipher: 'aegis' });
  raw.pragma('cache_size = -800000');
  for (const pragma of ['journal_mode = DELETE', 'journal_mode = OFF', 'synchronous = OFF']) {
    raw.pragma(pragma);
  }
  raw.transaction(() => {
    for (const statement of memberStatements(members)) raw.exec(statement);
  })();
  raw.pragma('journal_mode = WAL');
  raw.close();
}

/** The digits of the nth card in SQL: prefix, serial, and the check digit of an EAN-13. */
const cardSql = (() => {
  const digit = (place: number): string => `(i / 1${'0'.repeat(9 - place)} % 10)`;
  // Places of the serial in the code count from the third digit on; even places weigh 3.
  const weighed = Array.from(
    { length: 10 },
    (_, place) => `${digit(place)} * ${place % 2 ? 3 : 1}`,
  );
  const sum = `(2 + ${weighed.join(' + ')})`;
  return `printf('20%010d%d', i, (10 - ${sum} % 10) % 10)`;
})();

/** One of a string's characters by a number in SQL. */
const pick = (characters: string, at: string): string =>
  `substr('${characters}', 1 + (${at}) % ${Array.from(characters).length}, 1)`;

/**
 * Names as they are spread in Taiwan: each tenth member is called 陳, half of all by one of ten family names, and
 * of the other characters a few come very often (怡 君 志 明 …), the rest among some thousand.
 */
const nameSql = (() => {
  // Three numbers of a member that have nothing to do with each other.
  const [a, b, c] = [2_654_435_761, 2_246_822_519, 3_266_489_917].map((by) => `(i * ${by} >> 15)`);
  const family = `CASE WHEN ${a} % 100 < 53
    THEN ${pick('陳陳陳陳陳陳陳陳陳陳陳林林林林林林林林黃黃黃黃黃黃張張張張張李李李李李王王王王吳吳吳吳劉劉劉蔡蔡蔡楊楊楊', `${a} % 100`)}
    ELSE char(19968 + ${a} % 97) END`;
  const first = `CASE WHEN ${b} % 10 < 4
    THEN ${pick('雅怡志家俊淑建宗文明美惠冠宜承柏品子芳玉', `${b} / 10`)} ELSE char(20100 + ${b} % 3001) END`;
  const last = `CASE WHEN ${c} % 10 < 4
    THEN ${pick('君華芬玲傑豪婷萱瑜翰廷穎蓉霖宏德玟如安琪', `${c} / 10`)} ELSE char(23200 + ${c} % 2999) END`;
  return `${family} || ${first} || ${last}`;
})();

/**
 * Members 0 to count - 1 as HQ would have told of them: a name of three characters that can be searched, a
 * mobile number, a card and a lot of points each; birthdays, LINE, first and last days and last days of points
 * spread out. Rows go into the big tables in the order of their keys, so that a million take a minute.
 */
function memberStatements(count: number): readonly string[] {
  const numbers = `WITH RECURSIVE number (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i + 1 < ${count})`;
  const id = `printf('01990000-0000-7000-8000-%012x', i)`;
  const mobile = `printf('+8869%08d', (i * 7919) % 100000000)`;
  const reversed = Array.from({ length: 12 }, (_, n) => `substr(mobile, ${13 - n}, 1)`).join(
    ' || ',
  );
  return [
    `INSERT INTO member (member_no, member_id, name, name_key, mobile, mobile_reversed, birthday, tier_id,
        card_code, line_state, joined_on, last_sale_at_ms, source, points)
      SELECT i + 1, ${id}, name, name, mobile, ${reversed},
        CASE WHEN i % 5 > 0 THEN printf('%02d-%02d', 1 + i % 12, 1 + i % 28) END, 'general', ${cardSql},
        CASE WHEN i % 10 < 6 THEN 'none' WHEN i % 10 < 9 THEN 'bound' ELSE 'blocked' END,
        date('2020-01-01', '+' || (i * 17 % 2400) || ' days'),
        CASE WHEN i % 10 > 2 THEN 1700000000000 + i * 7919 % 1095 * 86400000 + i % 36000 * 1000 END,
        'hq', 1 + i % 500
      FROM (${numbers} SELECT i, ${mobile} AS mobile, ${nameSql} AS name FROM number)`,
    `INSERT INTO member_code (code, member_no) SELECT card_code, member_no FROM member ORDER BY card_code`,
    `INSERT INTO name_gram (gram, member_no) SELECT DISTINCT gram, member_no FROM (
        SELECT substr(name, 1, 2) AS gram, member_no FROM member
        UNION ALL SELECT substr(name, 2, 2), member_no FROM member
        UNION ALL SELECT substr(name, 3, 1), member_no FROM member) ORDER BY gram, member_no`,
    `UPDATE name_gram SET again = 1 FROM member WHERE member.member_no = name_gram.member_no
      AND EXISTS (SELECT 1 FROM (SELECT substr(name, 1, 2) AS gram UNION ALL SELECT substr(name, 2, 2)
          UNION ALL SELECT substr(name, 3, 1)) AS other
        WHERE other.gram < name_gram.gram AND substr(other.gram, 1, 1) = substr(name_gram.gram, 1, 1))`,
    `INSERT INTO ledger_entry (eid, origin, leg, kind, member_id, lot_id, points, expires_on, recorded_at_ms)
      SELECT '2' || substr(member_id, 2), 'hq', 0, 'earn', member_id, '2' || substr(member_id, 2), points,
        date('2026-11-01', '+' || (member_no * 13 % 1500) || ' days'), 1700000000000
      FROM member ORDER BY member_id`,
  ];
}
