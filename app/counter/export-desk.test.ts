import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { listedMembersMax } from '../contract/manager-views.ts';
import type { MemberId } from '../domain/ids.ts';
import { makeMemberCardCode } from '../domain/member-code.ts';
import { inTransaction } from '../db/handles.ts';
import { testMember, withTestDatabase } from '../db/test-database.ts';
import { upsertMembers } from '../db/upsert-members.ts';
import type { CounterDeps } from './ports.ts';
import { shop, stockShop, testCounter } from './test-counter.ts';
import { workbookOnThread, workbookWorkerOptions, type WorkbookPort } from './workbook-thread.ts';

const workerPath = join(import.meta.dirname, 'workbook-worker.ts');
const startWorkbookWorker = (): WorkbookPort => new Worker(workerPath, workbookWorkerOptions);
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const list = {
  text: '',
  filter: {
    tierId: null,
    birthMonth: null,
    lineState: null,
    expiring: false,
    activity: null,
    tag: null,
  },
  sort: 'last-sale',
  format: 'xlsx',
} as const;

type Saved = { readonly name: string; readonly rows: number; readonly workbook?: Uint8Array };

/** A counter with as many members as an export may have, and more, and the files that it saved. */
async function withManyMembers(
  work: (rig: ReturnType<typeof testCounter>, saved: readonly Saved[]) => Promise<void>,
): Promise<void> {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const members = Array.from({ length: listedMembersMax + 1 }, (_, n) =>
      testMember(`01970000-0000-7000-8000-${String(n + 1_000).padStart(12, '0')}` as MemberId, {
        mobile: `+88691${String(n).padStart(7, '0')}`,
        cardCodes: [makeMemberCardCode(n + 1_000)],
      }),
    );
    await inTransaction(db, (trx) => upsertMembers(trx, { members, source: 'hq' }));
    const saved: Saved[] = [];
    const deps: Partial<CounterDeps> = {
      startWorkbookWorker,
      nextTurn,
      saveReport: async (report) => {
        saved.push(report);
        return `/reports/${report.name}.xlsx`;
      },
    };
    const rig = testCounter(db, deps);
    await rig.counter.start();
    await work(rig, saved);
  });
}

test('while 5,000 rows are exported calls are answered, a scan is taken, and one sees how far it is', async () => {
  await withManyMembers(async (rig, saved) => {
    const { handlers } = rig.counter;
    let isOver = false;
    const exported = Promise.resolve(handlers['manager:export-members'](list)).finally(
      () => (isOver = true),
    );
    const seen = new Set<number>();
    let answeredWhileMade = 0;
    let scannedMeanwhile = false;
    const second: unknown[] = [];
    while (!isOver) {
      const { rows } = await handlers['export:progress']({});
      if (rows !== null) seen.add(rows);
      if (rows === listedMembersMax) {
        answeredWhileMade += 1;
        if (answeredWhileMade === 1) {
          second.push(await handlers['manager:export-members'](list));
          const view = await rig.scan(shop.mingCard);
          scannedMeanwhile = !isOver && view.member?.nameMasked === '王○明';
        }
      }
      await nextTurn();
    }
    expect(await exported).toMatchObject({ kind: 'saved', rows: listedMembersMax });
    expect(saved.map(({ name, rows }) => ({ name, rows }))).toEqual([
      { name: 'members-2026-11-22', rows: listedMembersMax },
    ]);
    expect(Buffer.from(saved[0]?.workbook?.subarray(0, 2) ?? []).toString()).toBe('PK');
    expect({ scannedMeanwhile, second }).toEqual({
      scannedMeanwhile: true,
      second: [{ kind: 'refused', code: 'export-busy' }],
    });
    // Between the pages, and again and again while the file is made.
    expect(seen.size).toBeGreaterThan(10);
    expect(answeredWhileMade).toBeGreaterThan(10);
    expect(await handlers['export:progress']({})).toEqual({ rows: null });
  });
});

test.each([1, listedMembersMax])(
  'stopped from row %i on, an export leaves no file, and the next one may begin',
  async (fromRow) => {
    await withManyMembers(async (rig, saved) => {
      const { handlers } = rig.counter;
      const exported = Promise.resolve(handlers['manager:export-members'](list));
      for (;;) {
        const { rows } = await handlers['export:progress']({});
        if (rows !== null && rows >= fromRow) break;
        await nextTurn();
      }
      await handlers['export:cancel']({});
      expect([await exported, saved, rig.errors]).toEqual([
        { kind: 'refused', code: 'export-cancelled' },
        [],
        [],
      ]);
      expect(
        await handlers['manager:export-figures']({ period: 'today', format: 'xlsx' }),
      ).toMatchObject({ kind: 'saved' });
    });
  },
);

test('a thread that breaks is told, and nothing waits for it', async () => {
  const { signal } = new AbortController();
  const broken = (): WorkbookPort => new Worker('throw new Error("broken")', { eval: true });
  const silent = (): WorkbookPort => new Worker('', { eval: true });
  const work = { name: 'x', rows: [['a']] };
  await expect(workbookOnThread(broken, work, signal)).rejects.toThrow('broken');
  await expect(workbookOnThread(silent, work, signal)).rejects.toThrow('the workbook thread ended');
});
