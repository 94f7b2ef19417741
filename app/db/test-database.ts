import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MemberRow } from '../contract/sync.ts';
import type { AnyId, EventId, LotId, MemberId, NewId } from '../domain/ids.ts';
import { awardEventSchema, type AwardEvent } from '../contract/events.ts';
import { upcastEvent } from '../contract/upcast-event.ts';
import { closeDatabase, type Db } from './handles.ts';
import { openDatabase, type OpenDatabaseInput } from './open-database.ts';

/** The key of every test database. */
export const testKeyHex = '5a'.repeat(32);

/** Ids that are valid UUIDs and the same in every run: `…-000000000001`, `…-000000000002` … */
export function countingIds(seed = 1): NewId {
  let n = seed;
  return <T extends AnyId>() => `01980000-0000-7000-8000-${String(n++).padStart(12, '0')}` as T;
}

/** A folder with room for a database; `remove` takes it away. */
export function tempFolder(): {
  readonly filePath: string;
  readonly folder: string;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-'));
  return {
    folder,
    filePath: join(folder, 'counter.db'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Opens (or makes) a real encrypted database file; throws when it is refused. */
export function openTestDatabase(filePath: string, options: Partial<OpenDatabaseInput> = {}): Db {
  const opened = openDatabase({ filePath, keyHex: testKeyHex, ...options });
  if (opened.kind !== 'open') throw new Error(`refused: ${opened.code} ${opened.detail}`);
  return opened.db;
}

/** Runs a test against a fresh database file and cleans up, whatever happens. */
export async function withTestDatabase(
  work: (db: Db, filePath: string) => Promise<void>,
): Promise<void> {
  const temp = tempFolder();
  const db = openTestDatabase(temp.filePath);
  try {
    await work(db, temp.filePath);
  } finally {
    await closeDatabase(db);
    temp.remove();
  }
}

/** A member as HQ would send it. */
export function testMember(memberId: MemberId, changes: Partial<MemberRow> = {}): MemberRow {
  return {
    memberId,
    name: '王小明',
    mobile: '+886912345678',
    birthday: '11-22',
    tierId: 'general',
    cardCodes: ['2000000000015'],
    lineState: 'none',
    joinedOn: '2026-01-02',
    tierUntil: null,
    inviterId: null,
    weakCodes: [],
    ...changes,
  };
}

/** An award of `points` in one lot for one amount, of the shape the counter records. */
export function testAward(
  newId: NewId,
  input: { memberId: MemberId; points: number; eid?: EventId; atMs?: number },
): AwardEvent {
  const { memberId, points } = input;
  const expiresOn = '2027-12-31';
  const first = {
    eid: input.eid ?? newId<EventId>(),
    v: 1,
    store: null,
    bizDate: '2026-11-22',
    t: {
      wallMs: input.atMs ?? 1_795_312_800_000,
      monoMs: 1,
      boot: newId(),
      hqOffsetMs: null,
      hqAgeS: null,
    },
    type: 'award',
    member: memberId,
    body: {
      saleId: newId(),
      saleNo: '1122-0001',
      amountSource: 'typed',
      invoice: null,
      program: { id: newId(), version: 1 },
      tierId: 'general',
      amountMinor: points * 100,
      discountMinor: 0,
      paidMinor: points * 100,
      baseMinor: points * 100,
      points,
      expiresOn,
      vouchers: [],
      entries: [{ leg: 0, kind: 'earn', memberId, lotId: newId<LotId>(), points, expiresOn }],
    },
  };
  // The first version of the event says the same in fewer words.
  return awardEventSchema.parse(upcastEvent(first));
}
