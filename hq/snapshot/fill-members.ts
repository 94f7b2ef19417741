import type { BulkSpec } from '../../app/db/bulk-insert.ts';
import { nameGrams, nameKey } from '../../app/db/name-grams.ts';
import type { Cell, SnapshotWriter } from '../../app/db/write-snapshot.ts';
import type { CopiedRow, Reading } from '../db/copy-rows.ts';
import type { SnapshotQueries } from '../db/snapshot-queries.ts';

const members: BulkSpec = {
  table: 'member',
  cells: [
    { name: 'id', kind: 'fixed', bytes: 36 },
    { name: 'called', kind: 'text', bytes: 48 },
    { name: 'called_key', kind: 'text', bytes: 48 },
    { name: 'number', kind: 'text', bytes: 16 },
    { name: 'reversed', kind: 'text', bytes: 16 },
    { name: 'day', kind: 'text', bytes: 5 },
    { name: 'tier', kind: 'text', bytes: 36 },
    { name: 'card', kind: 'text', bytes: 36 },
    { name: 'line', kind: 'text', bytes: 8 },
    { name: 'joined', kind: 'text', bytes: 10 },
    { name: 'sum', kind: 'int', bytes: 16 },
    { name: 'last_ms', kind: 'int', bytes: 14 },
    { name: 'until', kind: 'text', bytes: 10 },
    { name: 'inviter', kind: 'text', bytes: 36 },
    { name: 'agreed', kind: 'text', bytes: 64 },
    { name: 'since', kind: 'text', bytes: 10 },
  ],
  columns: [
    ['member_no', 'row_no'],
    ['member_id', 'id'],
    ['name', `coalesce(called, '')`],
    ['name_key', `coalesce(called_key, called, '')`],
    ['mobile', 'number'],
    ['mobile_reversed', 'reversed'],
    ['birthday', 'day'],
    ['tier_id', `coalesce(tier, '')`],
    ['card_code', `coalesce(card, '')`],
    ['line_state', 'line'],
    ['joined_on', 'joined'],
    ['source', `'hq'`],
    ['points', 'sum'],
    ['last_sale_at_ms', 'last_ms'],
    ['tier_until', 'until'],
    ['inviter_id', 'inviter'],
    ['consent', 'agreed'],
    ['tier_since', 'since'],
  ],
};

/**
 * Members with their codes and grams, in the order of their ids: UUIDv7, so of joining. The first code of
 * each stands in its row already and is sorted out of there; others are few.
 */
export async function fillMembers(
  reading: Reading,
  file: SnapshotWriter,
  {
    queries,
    pointsOf,
  }: {
    readonly queries: SnapshotQueries;
    /** Asked in rising order of the ids. */
    readonly pointsOf: (memberId: string) => number;
  },
): Promise<void> {
  const addMember = file.bulk(members);
  const others: [code: string, memberNo: number, isWeak: 0 | 1][] = [];
  const grams = new Map<string, number[]>();
  let memberNo = 0;
  let memberId: string | null = null;
  let codesHere = 0;
  await reading.copy(queries.members, (row) => {
    const code = row[11] ?? null;
    if (row[0] !== memberId) {
      memberId = row[0] ?? '';
      memberNo += 1;
      codesHere = 0;
      const name = row[1] ?? '';
      // Most names here are searched as they are written.
      const isPlain = plainName.test(name);
      const key = isPlain ? name : nameKey(name);
      addMember(memberCells(row, isPlain ? null : key, pointsOf(memberId)));
      noteGrams(grams, key, memberNo);
    }
    codesHere += 1;
    if (code === null) return;
    const isWeak = row[12] === 't';
    if (codesHere > 1 || isWeak) others.push([code, memberNo, isWeak ? 1 : 0]);
  });
  file.run(`INSERT INTO member_code (code, member_no) SELECT card_code, member_no FROM member
    WHERE card_code <> '' ORDER BY card_code`);
  const addOther = file.inserter('member_code', ['code', 'member_no', 'weak'], 'REPLACE');
  for (const other of others) addOther(other);
  // In the order of the table: appending is several times as fast as finding the place.
  for (const gram of [...grams.keys()].sort()) file.addGram(gram, grams.get(gram) ?? []);
}

/** Characters that NFKC and lower case leave as they are. */
const plainName = /^[\u4e00-\u9fff]+$/;

/** Where `queries.members` has the day of the tier. */
const tierSinceAt = 16;

function memberCells(row: CopiedRow, key: string | null, points: number): readonly Cell[] {
  const [id, name, mobile, reversed, birthday, tierId, joinedOn, tierUntil, inviterId] = row;
  const [, , , , , , , , , lineState, lastSaleAtMs, card] = row;
  const first = [id ?? '', name ?? '', key, mobile ?? null, reversed ?? null, birthday ?? null];
  const then = [tierId ?? '', card ?? '', lineState ?? 'none', joinedOn ?? '', points];
  const last = [lastSaleAtMs ?? null, tierUntil ?? null, inviterId ?? null];
  return [...first, ...then, ...last, consentCell(row), row[tierSinceAt] ?? null];
}

/** As `upsertMembers` stores it. */
function consentCell(row: CopiedRow): string | null {
  const [on, at, version] = row.slice(13);
  return on == null || at == null ? null : JSON.stringify({ on, at, version: version ?? null });
}

/** Notes a member, the next in order, in the form `addGram` takes. */
function noteGrams(grams: Map<string, number[]>, key: string, memberNo: number): void {
  const [a = '', b = '', c = ''] = key;
  // Most names: three characters, each another one.
  if (c !== '' && key === a + b + c && a !== b && b !== c && a !== c) {
    note(grams, a + b, memberNo * 2);
    note(grams, b + c, memberNo * 2);
    note(grams, c, memberNo * 2);
    return;
  }
  for (const { gram, again } of nameGrams(key)) note(grams, gram, memberNo * 2 + again);
}

function note(grams: Map<string, number[]>, gram: string, member: number): void {
  const known = grams.get(gram);
  if (known === undefined) grams.set(gram, [member]);
  else known.push(member);
}
