import { by, idsOf, memberIn, sumOf, survivorOf } from './counter-aliases.ts';
import { jsonRows, type Meanings, type Statement } from './raw-statement.ts';
import { deleteRow, insertRow, tableOf, updateRow, type Row, type Tables } from './tables.ts';

type Given = {
  readonly memberId: string;
  readonly name: string;
  readonly key: string;
  readonly mobile: string | null;
  readonly reversed: string | null;
  readonly birthday: string | null;
  readonly tierId: string;
  readonly card: string;
  readonly lineState: string;
  readonly joinedOn: string;
  readonly tierUntil: string | null;
  readonly inviterId: string | null;
  readonly consent: string | null;
  readonly tierSince: string | null;
};

function memberRow(tables: Tables, memberId: unknown): Row | undefined {
  return by(tables, 'member', 'member_id', memberId)[0];
}

/** Points and last sale of all ids that are one member. */
function sums(
  tables: Tables,
  ids: readonly string[],
): { points: number; last_sale_at_ms: number | null } {
  const points = ids.reduce(
    (n, id) => n + sumOf(by(tables, 'ledger_entry', 'member_id', id), 'points'),
    0,
  );
  const times = ids.flatMap((id) =>
    by(tables, 'sale', 'member_id', id).map((row) => row['at_ms'] as number),
  );
  return { points, last_sale_at_ms: times.length === 0 ? null : Math.max(...times) };
}

const listKnown: Statement = (tables, [ids]) =>
  jsonRows<string>(ids).flatMap((memberId) => {
    const row = memberRow(tables, memberId);
    if (row === undefined) return [];
    const codes = by(tables, 'member_code', 'member_no', row['member_no']).map((one) => [
      one['code'],
      one['weak'],
    ]);
    const facts = [
      'name',
      'mobile',
      'birthday',
      'tier_id',
      'card_code',
      'line_state',
      'joined_on',
      'source',
      'tier_until',
      'inviter_id',
      'consent',
      'tier_since',
    ].map((column) => row[column]);
    return [
      {
        member_id: memberId,
        name_key: row['name_key'],
        facts: JSON.stringify(facts),
        codes: JSON.stringify(codes),
        consent: row['consent'],
        tier_id: row['tier_id'],
        tier_until: row['tier_until'],
        tier_since: row['tier_since'],
      },
    ];
  });

const insertMembers: Statement = (tables, [source, , , rows]) => {
  const table = tableOf(tables, 'member');
  for (const given of jsonRows<Given>(rows)) {
    const columns = {
      name: given.name,
      name_key: given.key,
      mobile: given.mobile,
      mobile_reversed: given.reversed,
      birthday: given.birthday,
      tier_id: given.tierId,
      card_code: given.card,
      line_state: given.lineState,
      joined_on: given.joinedOn,
      source,
      tier_until: given.tierUntil,
      inviter_id: given.inviterId,
      consent: given.consent,
      tier_since: given.tierSince,
    };
    const known = memberRow(tables, given.memberId);
    if (known !== undefined) updateRow(tables, table, known, columns);
    else {
      // The member of the row and all that were merged into it.
      const merged = by(tables, 'member_alias', 'into_id', given.memberId).map(
        (row) => row['member_id'] as string,
      );
      const sharers = [given.memberId, ...merged];
      insertRow(tables, table, { member_id: given.memberId, ...columns, ...sums(tables, sharers) });
    }
  }
  return [];
};

const keepPendingTiers: Statement = (tables, [ids]) => {
  for (const memberId of jsonRows<string>(ids)) {
    const pending = by(tables, 'sale', 'member_id', memberId).filter(
      (sale) =>
        sale['origin'] === 'own' &&
        sale['tier_id_after'] !== null &&
        by(tables, 'receipt', 'eid', sale['eid']).length === 0,
    );
    const newest = pending.toSorted((a, b) => (b['at_ms'] as number) - (a['at_ms'] as number))[0];
    const row = memberRow(tables, memberId);
    if (newest === undefined || row === undefined) continue;
    const until = newest['tier_until_after'];
    const since = until === null ? null : newest['biz_date'];
    const set = { tier_id: newest['tier_id_after'], tier_until: until, tier_since: since };
    updateRow(tables, tableOf(tables, 'member'), row, set);
  }
  return [];
};

const deleteCodes: Statement = (tables, [ids]) => {
  for (const memberId of jsonRows<string>(ids)) {
    const row = memberRow(tables, memberId);
    if (row === undefined) continue;
    for (const code of by(tables, 'member_code', 'member_no', row['member_no']))
      deleteRow(tables, tableOf(tables, 'member_code'), code);
  }
  return [];
};

const insertCodes: Statement = (tables, [pairs]) => {
  const table = tableOf(tables, 'member_code');
  for (const [code, memberId, weak] of jsonRows<[string, string, number]>(pairs)) {
    const member = memberRow(tables, memberId);
    if (member === undefined) continue;
    const known = table.rows.get(code);
    const set = { member_no: member['member_no'], weak };
    if (known === undefined) insertRow(tables, table, { code, ...set });
    else updateRow(tables, table, known, set);
  }
  return [];
};

const listMerged: Statement = (tables, [ids]) =>
  jsonRows<string>(ids).flatMap((memberId) => {
    const alias = tableOf(tables, 'member_alias').rows.get(memberId);
    if (alias === undefined || memberRow(tables, alias['into_id']) === undefined) return [];
    return [{ member_id: memberId }];
  });

const listGone: Statement = (tables, [survivors]) =>
  jsonRows<string>(survivors).flatMap((into) => {
    if (memberRow(tables, into) === undefined) return [];
    return by(tables, 'member_alias', 'into_id', into).flatMap((alias) => {
      const gone = memberRow(tables, alias['member_id']);
      if (gone === undefined) return [];
      const { member_no, member_id, name_key } = gone;
      return [{ member_no, member_id, name_key, into_id: into }];
    });
  });

const moveCodes: Statement = (tables, [into, goneNo]) => {
  const survivor = memberRow(tables, into);
  for (const code of by(tables, 'member_code', 'member_no', goneNo))
    updateRow(tables, tableOf(tables, 'member_code'), code, {
      weak: 1,
      member_no: survivor?.['member_no'],
    });
  return [];
};

const recount: Statement = (tables, [ids]) => {
  const memberId = memberIn(ids);
  const row = memberRow(tables, memberId);
  if (row !== undefined)
    updateRow(tables, tableOf(tables, 'member'), row, sums(tables, idsOf(tables, memberId)));
  return [];
};

const revertTier: Statement = (tables, [tierId, tierUntil, survivor, tierNow, untilNow]) => {
  const row = memberRow(tables, survivorOf(tables, memberIn(survivor)));
  if (row !== undefined && row['tier_id'] === tierNow && row['tier_until'] === untilNow)
    updateRow(tables, tableOf(tables, 'member'), row, {
      tier_id: tierId,
      tier_until: tierUntil,
      tier_since: null,
    });
  return [];
};

/** Finding members by parts of their name is no matter of the protocol. */
const noGrams: Statement = () => [];

/** Members, their codes and who they turned out to be. */
export const memberStatements: Meanings<Statement> = [
  ['SELECT member_id, name_key, consent, tier_id, tier_until', listKnown],
  ['INSERT INTO member (member_id, name, name_key', insertMembers],
  ['UPDATE member SET tier_id = pending.tier_id_after', keepPendingTiers],
  ['DELETE FROM member_code WHERE member_no IN', deleteCodes],
  ['INSERT INTO member_code (code, member_no, weak)', insertCodes],
  ['DELETE FROM name_gram', noGrams],
  ['INSERT OR IGNORE INTO name_gram', noGrams],
  ['SELECT alias.member_id FROM member_alias AS alias', listMerged],
  ['SELECT gone.member_no, gone.member_id', listGone],
  ['UPDATE member_code SET weak = 1', moveCodes],
  ['UPDATE member SET points = coalesce(', recount],
  ['UPDATE member SET tier_id = ?, tier_until = ?', revertTier],
];
