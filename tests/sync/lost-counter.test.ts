import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closeDatabase, type Db } from '../../app/db/handles.ts';
import { openWithTape } from '../../app/db/open-with-tape.ts';
import { countingIds, tempFolder } from '../../app/db/test-database.ts';
import type { InstallId } from '../../app/domain/ids.ts';
import { createKeySealer, sealOnce } from '../../app/sync/create-key-sealer.ts';
import { enrolCounter } from '../../app/sync/enrol-counter.ts';
import { firstMemory, runRound } from '../../app/sync/run-round.ts';
import { aMember, beginTestCounter, realTimers } from '../../app/sync/test-rig/test-counter.ts';
import { listLatestAudit } from '../../hq/db/audit.ts';
import { listSealedKeys } from '../../hq/db/recovery-keys.ts';
import { readRecoveryCommand } from '../../hq/run-recovery-command.ts';
import { pointsAtHq } from '../../hq/test-rig/balances.ts';
import { northStore, startTestHq } from '../../hq/test-rig/test-hq.ts';
import type { TestHq } from '../../hq/test-rig/test-hq.ts';
import { testStoreKind } from '../../hq/test-rig/test-stores.ts';
import { recoverTapeCommand } from '../../hq/tape/recover-tape.ts';
import { verifyLogCommand } from '../../hq/tape/verify-log.ts';

/**
 * The commands of docs/operating.md for a lost counter, in its order, with the page's words for files and counter
 * replaced; typed by somebody who follows the page to the letter.
 */
function commandsOfPage(replaced: Readonly<Record<string, string>>) {
  const page = readFileSync(join(import.meta.dirname, '../../docs/operating.md'), 'utf8');
  const section = page.slice(page.indexOf('\n## When a counter is lost'));
  return [...section.matchAll(/^npm run (?:-s )?(hq|recover-tape) -- (.+)$/gm)].map((line) => ({
    tool: line[1],
    args: (line[2] ?? '').split(' ').map((word) => replaced[word] ?? word),
  }));
}

/** Runs a command of HQ's command line on the database of a running HQ. */
async function command(hq: TestHq, ...args: string[]) {
  const said: string[] = [];
  const work = readRecoveryCommand(args, (text) => said.push(text));
  if (work === null) throw new Error(`no such command: ${args.join(' ')}`);
  return { code: await work(hq.db), said: said.join('\n') };
}

function hqDepsOf(db: Db, keyHex: string | null = null) {
  return {
    db,
    fetch,
    nowMs: Date.now,
    timers: realTimers,
    nonce: { last: null },
    databaseKeyHex: keyHex,
    isOnline: () => true,
    onBroken: (error: unknown) => {
      throw error;
    },
  };
}

/** A taped counter with a key of its own, enrolled at HQ. */
async function openTapedCounter(hq: TestHq, keyHex: string) {
  const temp = tempFolder();
  const opened = await openWithTape({ filePath: temp.filePath, keyHex, randomBytes });
  if (opened.kind !== 'open') throw new Error('refused');
  const { db } = opened;
  const counter = await beginTestCounter(db, temp, countingIds(5_000_000));
  const deps = hqDepsOf(db, keyHex);
  const codeText = await hq.makeEnrolmentCode(northStore.storeId, '7 號機');
  const input = { addressText: hq.url, codeText, hostName: 'till', appVersion: '0.4.0' };
  const enrolled = await enrolCounter(deps, input);
  if (enrolled.kind !== 'connected') throw new Error('not enrolled');
  const sync = async () => {
    const progress = { onHeard: async () => {}, onDataChanged: () => {} };
    expect((await runRound(deps, firstMemory, progress)).result).toEqual({ kind: 'ok' });
  };
  return { temp, counter, deps, sync, inst: enrolled.answer.inst as InstallId };
}

test('PC and keyring gone, the tape left: HQ brings the key back, and every sale of the tape counts once', async () => {
  const hq = await startTestHq(testStoreKind);
  const keyHex = randomBytes(32).toString('hex');
  const { temp, counter, deps, sync, inst } = await openTapedCounter(hq, keyHex);
  try {
    const [keyPath, outPath, bundlePath] = ['hq-recovery.json', 'key.json', 'bundle.json'].map(
      (name) => join(temp.folder, name),
    ) as [string, string, string];
    const tape = `${temp.filePath}-tape`;
    const [makeKey, unseal, recover, look, take, ...more] = commandsOfPage({
      INSTALL: inst,
      TAPE: tape,
      '/var/lib/counterfoil/recovery.json': keyPath,
      '/var/lib/counterfoil/keyfile.json': outPath,
      '/var/lib/counterfoil/bundle.json': bundlePath,
    });
    expect(more).toEqual([]);
    const type = async (
      line: { readonly tool: string | undefined; readonly args: string[] } | undefined,
    ) => {
      if (line?.tool !== 'hq') throw new Error('not a command of HQ');
      return await command(hq, ...line.args);
    };
    const turns = [await sealOnce(deps)];
    expect((await type(makeKey)).code).toBe(0);
    if (process.platform !== 'win32') expect(statSync(keyPath).mode & 0o777).toBe(0o600);
    expect((await command(hq, 'recovery-key', 'new', keyPath)).code).toBe(1);
    for (let i = 0; i < 2; i += 1) turns.push(await sealOnce(deps));
    expect(turns).toEqual(['no-recovery-key', 'handed-in', 'held']);
    // HQ itself cannot read what it holds.
    const [copy] = await listSealedKeys(hq.db, inst);
    expect(JSON.stringify(copy)).not.toContain(keyHex);

    for (const points of [1, 2]) await counter.award(aMember, points);
    await sync();
    for (const points of [4, 8, 16]) await counter.award(aMember, points);
    // The database is destroyed; what HQ never got is on the tape alone.
    await closeDatabase(counter.db);
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${temp.filePath}${suffix}`, { force: true });
    expect(existsSync(tape)).toBe(true);
    expect(await pointsAtHq(hq.db, aMember)).toBe(3);

    const unknown = await command(hq, 'unseal-key', 'which', '--key', keyPath, '--out', outPath);
    expect([unknown.code, unknown.said]).toEqual([1, expect.stringContaining(inst)]);
    expect((await type(unseal)).code).toBe(0);
    expect(JSON.parse(readFileSync(outPath, 'utf8'))).toMatchObject({ keyHex });
    const printed: string[] = [];
    expect(recover?.tool).toBe('recover-tape');
    expect(recoverTapeCommand(recover?.args ?? [], (line) => printed.push(line))).toBe(0);

    const preview = await type(look);
    expect([preview.code, await pointsAtHq(hq.db, aMember)]).toEqual([0, 3]);
    expect(preview.said).toContain('會收取 3 筆');
    const taken = await type(take);
    expect([taken.code, await pointsAtHq(hq.db, aMember)]).toEqual([0, 31]);
    expect(taken.said).toMatch(/新收 3 筆/);
    expect(taken.said).toMatch(/生效 3/);
    const again = await type(take);
    expect([again.code, await pointsAtHq(hq.db, aMember)]).toEqual([0, 31]);
    expect(again.said).toMatch(/新收 0 筆/);

    // The same key opens everything again, also the counter itself.
    const reopened = await openWithTape({ filePath: temp.filePath, keyHex, randomBytes });
    if (reopened.kind !== 'open') throw new Error('refused');
    await closeDatabase(reopened.db);
    const verified = [temp.filePath, tape, '--key', outPath];
    // The rig's awards have no effects but points, so the database made anew differs in that.
    expect(await verifyLogCommand(verified, (line) => printed.push(line))).toBeLessThan(2);
    expect(printed.at(-1)).toContain('核對 5 筆、帶子 1 段；總部已確認到第 2 筆');

    const audit = await listLatestAudit(hq.db, { limit: 10 });
    const ours = audit.filter(
      ({ subject, action }) => subject === inst || action.startsWith('recovery'),
    );
    expect(ours.map(({ action }) => action).toReversed()).toEqual([
      'recovery-key.made',
      'key.unsealed',
      'tape.taken',
    ]);
  } finally {
    temp.remove();
    await hq.stop();
  }
}, 120_000);

test('a tape that does not fit what HQ holds is taken as far as it does, and the rest is said', async () => {
  const hq = await startTestHq(testStoreKind);
  const keyHex = randomBytes(32).toString('hex');
  const { temp, counter, inst } = await openTapedCounter(hq, keyHex);
  try {
    for (const points of [1, 2, 4, 8]) await counter.award(aMember, points);
    const [keyPath, whole, cut] = ['k', 'whole.json', 'cut.json'].map((name) =>
      join(temp.folder, name),
    ) as [string, string, string];
    writeFileSync(keyPath, keyHex, { mode: 0o600 });
    recoverTapeCommand([`${temp.filePath}-tape`, '--key', keyPath, '--bundle', whole], () => {});
    const bundle = JSON.parse(readFileSync(whole, 'utf8')) as {
      installs: { inst: string; links: { seq: number; raw: string }[] }[];
    };
    const ours = bundle.installs.filter((one) => one.inst === inst);
    const write = (change: (links: { seq: number; raw: string }[]) => unknown) => {
      const installs = ours.map((one) => ({ ...one, links: change(one.links) }));
      writeFileSync(cut, JSON.stringify({ ...bundle, installs }));
    };
    const take = async () => {
      const { code, said } = await command(hq, 'take-tape', cut, '--yes');
      return [code, await pointsAtHq(hq.db, aMember), said] as const;
    };
    // One event is missing in the middle.
    write((links) => links.filter(({ seq }) => seq !== 3));
    expect(await take()).toEqual([1, 3, expect.stringContaining('總部到第 2 筆')]);
    // Somebody changed what was sold.
    write((links) =>
      links.map((link) => (link.seq === 4 ? { ...link, raw: link.raw.replace('8', '9') } : link)),
    );
    expect(await take()).toEqual([1, 7, expect.stringContaining('第 4 筆與它的雜湊不符')]);
    write((links) => links);
    expect(await take()).toEqual([0, 15, expect.stringContaining('總部已有 3 筆，新收 1 筆')]);
    expect((await command(hq, 'take-tape', keyPath, '--yes')).code).toBe(1);
    await closeDatabase(counter.db);
  } finally {
    temp.remove();
    await hq.stop();
  }
}, 120_000);

test('the sealer works by itself, and stops', async () => {
  const hq = await startTestHq(testStoreKind);
  const keyHex = randomBytes(32).toString('hex');
  const { temp, counter, deps, inst } = await openTapedCounter(hq, keyHex);
  try {
    await command(hq, 'recovery-key', 'new', join(temp.folder, 'hq-recovery.json'));
    // 15 s pass in 0.75 s.
    const timers = {
      setTimer: (delayMs: number, fn: () => void) => realTimers.setTimer(delayMs / 20, fn),
    };
    const sealer = createKeySealer({ ...deps, timers: { setTimer: timers.setTimer } });
    sealer.start();
    for (let i = 0; i < 400 && (await listSealedKeys(hq.db, inst)).length === 0; i += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await sealer.stop();
    expect(await listSealedKeys(hq.db, inst)).toHaveLength(1);
    await closeDatabase(counter.db);
  } finally {
    temp.remove();
    await hq.stop();
  }
}, 120_000);
