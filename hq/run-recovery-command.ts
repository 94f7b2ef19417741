import { existsSync } from 'node:fs';
import { idSchema } from '../app/contract/ids.ts';
import { safeParse } from '../app/contract/safe-parse.ts';
import { createRecoveryKey, unsealDatabaseKey } from '../app/db/seal-key.ts';
import type { InstallId } from '../app/domain/ids.ts';
import { hqItself } from './db/admins.ts';
import { insertAudit } from './db/audit.ts';
import type { HqDb } from './db/hq-db.ts';
import { findInstall, listInstalls } from './db/installs.ts';
import { insertRecoveryKey, listRecoveryKeys, listSealedKeys } from './db/recovery-keys.ts';
import { openHqDatabase, type DatabaseOptions } from './open-hq-database.ts';
import {
  databaseKeyFile,
  readBundle,
  readRecoveryKey,
  recoveryKeyFile,
  writeSecret,
} from './recovery-files.ts';
import { takeTape } from './take-tape.ts';
import { takenWords } from './taken-words.ts';

type Say = (text: string) => void;

/** What HQ's command line says of these commands. */
export const recoveryHelp = `  recovery-key new FILE | list
            建立復原金鑰：之後每台櫃台會把自己資料庫的金鑰加密後交給總部，只有 FILE 能解開。
            請把 FILE 移到總部伺服器以外的安全處（例如保險箱裡的隨身碟），伺服器上不要留。
            Makes a recovery key: from then on each counter leaves the key of its database with HQ,
            sealed so that only FILE opens it. Move FILE off HQ's server (a USB stick in a safe).

  unseal-key INSTALL --key FILE --out KEYFILE
            櫃台電腦的系統金鑰遺失時，取回它資料庫的金鑰；verify-log、recover-tape 與櫃台程式都能用 KEYFILE。
            Brings back the key of a counter's database after its PC's keyring was lost; verify-log,
            recover-tape and the app itself read KEYFILE (as database-key.json in its data folder).

  take-tape BUNDLE [--yes]
            收取 recover-tape 以 --bundle BUNDLE 寫出的紀錄，等同該櫃台自己上傳；每筆只算一次。
            沒有 --yes 時只列出會收到什麼。
            Takes what recover-tape wrote with --bundle BUNDLE, as if the counter had sent it; each event
            counts once. Without --yes it only says what would be taken. In order: docs/operating.md.
`;

/** What one of the commands that bring a lost counter back does; null when it is none of them. */
export function readRecoveryCommand(
  [command, first = '', ...rest]: readonly string[],
  say: Say,
): ((db: HqDb) => Promise<number>) | null {
  const [file, ...more] = rest;
  if (command === 'recovery-key' && first === 'list' && rest.length === 0)
    return (db) => listKeys(db, say);
  if (command === 'recovery-key' && first === 'new' && isFile(file) && more.length === 0)
    return (db) => makeKey(db, file, say);
  if (command === 'unseal-key' && isFile(first)) {
    const [keyFlag, keyPath, outFlag, outPath, ...others] = rest;
    if (keyFlag !== '--key' || outFlag !== '--out' || others.length > 0) return null;
    if (!isFile(keyPath) || !isFile(outPath)) return null;
    return (db) => unseal(db, { install: first, keyPath, outPath }, say);
  }
  const flags = rest.join();
  if (command === 'take-tape' && isFile(first) && (flags === '' || flags === '--yes'))
    return (db) => take(db, { path: first, dryRun: flags === '' }, say);
  return null;
}

/** Runs it on HQ's database; null when it is none of these commands, so that the help is shown. */
export async function runRecoveryCommand(
  args: readonly string[],
  options: DatabaseOptions,
  say: Say,
): Promise<number | null> {
  const work = readRecoveryCommand(args, say);
  if (work === null) return null;
  const { db } = await openHqDatabase({ ...options, mayMake: false });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

function isFile(text: string | undefined): text is string {
  return text !== undefined && text !== '' && !text.startsWith('-');
}

async function listKeys(db: HqDb, say: Say): Promise<number> {
  const keys = await listRecoveryKeys(db);
  for (const [i, { kid, madeAtMs }] of keys.entries())
    say(`${kid}  ${new Date(madeAtMs).toISOString()}${i === 0 ? '  使用中 in use' : ''}`);
  if (keys.length === 0) say('還沒有復原金鑰。 There is no recovery key yet.');
  return 0;
}

/** The file is written first: a key counters seal to and nobody holds would be worse than none. */
async function makeKey(db: HqDb, path: string, say: Say): Promise<number> {
  const pair = createRecoveryKey();
  if (existsSync(path)) {
    say(isThereWords(path));
    return 1;
  }
  writeSecret(path, recoveryKeyFile(pair));
  const { kid, publicKey } = pair;
  const atMs = Date.now();
  await db.transaction().execute(async (trx) => {
    await insertAudit(trx, {
      admin: hqItself,
      action: 'recovery-key.made',
      subject: kid,
      before: null,
      after: { publicKey },
      atMs,
    });
    await insertRecoveryKey(trx, { kid, publicKey, madeAtMs: atMs });
  });
  say(
    `已建立復原金鑰 ${kid}，寫入 ${path}。\n` +
      '請立刻把這個檔案移到總部伺服器以外的安全處並留一份備份：有它就能讀出任何一台櫃台的資料；沒有它，金鑰遺失的櫃台就無法復原。\n' +
      '線上的櫃台會在下次開機或幾小時內各交一份加密的金鑰。\n\n' +
      `Recovery key ${kid} is made and written to ${path}.\n` +
      'Move this file off HQ’s server at once, to a safe place, with a copy: whoever has it can read the data\n' +
      'of any counter, and without it a counter that lost its key cannot be brought back.\n' +
      'Counters that are online hand in their sealed key at their next start or within some hours.',
  );
  return 0;
}

async function unseal(
  db: HqDb,
  given: { readonly install: string; readonly keyPath: string; readonly outPath: string },
  say: Say,
): Promise<number> {
  const pair = readRecoveryKey(given.keyPath);
  if (pair === null) {
    say(`${given.keyPath} 不是復原金鑰檔。 ${given.keyPath} is no recovery key file.`);
    return 1;
  }
  const named = safeParse(idSchema<InstallId>(), given.install);
  const install = named.success ? await findInstall(db, named.data) : null;
  if (install === null) {
    say('總部沒有這個安裝編號。現有的： HQ knows no install of this id. There are:');
    for (const known of await listInstalls(db))
      say(`  ${known.installId}  ${known.counterLabel}  ${known.hostName}`);
    return 1;
  }
  const { installId, storeName, counterLabel } = install;
  const copies = await listSealedKeys(db, installId);
  for (const { sealed } of copies) {
    const opened = unsealDatabaseKey(pair, { sealed, installId });
    if (opened.kind !== 'key') continue;
    if (existsSync(given.outPath)) {
      say(isThereWords(given.outPath));
      return 1;
    }
    // Noted before anybody has the key.
    await db.transaction().execute((trx) =>
      insertAudit(trx, {
        admin: hqItself,
        action: 'key.unsealed',
        subject: installId,
        before: null,
        after: { kid: pair.kid },
        atMs: Date.now(),
      }),
    );
    writeSecret(given.outPath, databaseKeyFile(opened.keyHex));
    say(
      `${storeName} ${counterLabel} 的資料庫金鑰已寫入 ${given.outPath}。用完請刪除。\n` +
        `The key of the database of ${storeName} ${counterLabel} is written to ${given.outPath}. Delete it after use.`,
    );
    return 0;
  }
  say(noCopyWords(copies.length));
  return 1;
}

function isThereWords(path: string): string {
  return `${path} 已存在，沒有覆蓋。 ${path} is there already and was not touched.`;
}

function noCopyWords(copies: number): string {
  return copies === 0
    ? '總部沒有這台櫃台的金鑰備份。它在建立復原金鑰之後沒有連線過。\n' +
        'HQ holds no copy of this counter’s key: it was not online since the recovery key was made.'
    : '這台櫃台的金鑰備份不是用這把復原金鑰加密的。請換一把（recovery-key list）。\n' +
        'The copies of this counter’s key are sealed to another recovery key. Use that one (recovery-key list).';
}

async function take(
  db: HqDb,
  { path, dryRun }: { readonly path: string; readonly dryRun: boolean },
  say: Say,
): Promise<number> {
  const bundle = readBundle(path);
  if (bundle === null) {
    say(`${path} 不是 recover-tape 寫出的檔案。 ${path} was not written by recover-tape.`);
    return 1;
  }
  const taken = await takeTape({ db, nowMs: Date.now }, { bundle, dryRun });
  for (const install of taken) say(takenWords(install, dryRun));
  if (dryRun) say('以上只是預覽。確定收取請加上 --yes。 A preview only: add --yes to take it.');
  return taken.every(({ refused }) => refused === null) ? 0 : 1;
}
