import { by, idsOf, isRefused, memberIn, sumOf, survivorOf } from './counter-aliases.ts';
import { healingStatements } from './counter-healing.ts';
import { memberStatements } from './counter-members.ts';
import { saleStatements } from './counter-sales.ts';
import {
  argumentsOf,
  jsonRows,
  textOf,
  type Meanings,
  type RawNode,
  type Statement,
} from './raw-statement.ts';
import { insertRow, rowsBy, tableOf, updateRow, type Row, type Tables } from './tables.ts';

const insertChain: Statement = (tables, [installId, links]) => {
  const table = tableOf(tables, 'chain');
  for (const link of jsonRows(links)) insertRow(tables, table, { install_id: installId, ...link });
  return [];
};

/** `listKnownEids`: the parts name the tables. */
const unionOfEids: Statement = (tables, [union]) => {
  const found = new Set<unknown>();
  const walk = (node: RawNode): void => {
    if (!textOf(node).startsWith('SELECT eid FROM')) {
      for (const part of argumentsOf(node)) walk(part as RawNode);
      return;
    }
    const [table, eids] = argumentsOf(node) as [RawNode, string];
    const from = tableOf(tables, textOf(table));
    for (const eid of jsonRows<string>(eids)) {
      const rows =
        rowsBy(from, 'eid', eid) ?? [...from.rows.values()].filter((row) => row['eid'] === eid);
      if (rows.length > 0) found.add(eid);
    }
  };
  walk(union as RawNode);
  return [...found].map((eid) => ({ eid }));
};

type Entry = {
  readonly eid: string;
  readonly origin: string;
  readonly leg: number;
  readonly kind: string;
  readonly memberId: string;
  readonly lotId: string;
  readonly points: number;
  readonly expiresOn: string | null;
  readonly recordedAtMs: number;
};

const insertEntries: Statement = (tables, [rows]) => {
  const table = tableOf(tables, 'ledger_entry');
  for (const row of jsonRows<Entry>(rows)) {
    const { eid, origin, leg, kind, points } = row;
    const moved = { member_id: row.memberId, lot_id: row.lotId, expires_on: row.expiresOn };
    insertRow(tables, table, {
      eid,
      origin,
      leg,
      kind,
      points,
      ...moved,
      recorded_at_ms: row.recordedAtMs,
    });
  }
  return [];
};

const movePoints: Statement = (tables, [moved]) => {
  const sums = new Map<string, number>();
  for (const [memberId, points] of jsonRows<[string, number]>(moved))
    for (const id of new Set([memberId, survivorOf(tables, memberId)]))
      sums.set(id, (sums.get(id) ?? 0) + points);
  for (const [memberId, points] of sums) {
    const [row] = by(tables, 'member', 'member_id', memberId);
    if (row !== undefined)
      updateRow(tables, tableOf(tables, 'member'), row, {
        points: (row['points'] as number) + points,
      });
  }
  return [];
};

const liveLots: Statement = (tables, [whose, today]) => {
  const node = whose as RawNode;
  const memberId = memberIn(node);
  const ids = textOf(node) === 'member_id = ?' ? [memberId] : idsOf(tables, memberId);
  const lots = new Map<unknown, { points: number; expires_on: string | null }>();
  for (const row of ids.flatMap((id) => by(tables, 'ledger_entry', 'member_id', id))) {
    const lot = lots.get(row['lot_id']) ?? { points: 0, expires_on: null };
    const day = row['expires_on'] as string | null;
    lot.points += row['points'] as number;
    if (day !== null && (lot.expires_on === null || day < lot.expires_on)) lot.expires_on = day;
    lots.set(row['lot_id'], lot);
  }
  return [...lots].flatMap(([lot_id, { points, expires_on }]) => {
    const isLive = points > 0 && (expires_on === null || expires_on >= (today as string));
    return points < 0 || isLive ? [{ lot_id, points, expires_on }] : [];
  });
};

/** A whole statement made of one part: `listKnownEids`, or `listIdsOf`. */
const onePart: Statement = (tables, [part]) =>
  textOf(part as RawNode).startsWith('SELECT ? AS member_id UNION ALL')
    ? idsOf(tables, memberIn(part)).map((member_id) => ({ member_id }))
    : unionOfEids(tables, [part]);

/** The same as `movePoints` for one member. */
const movePointsOfOne: Statement = (tables, [points, memberId]) =>
  movePoints(tables, [JSON.stringify([[memberId, points]])]);

const firstIds: Statement = (tables, [ids]) =>
  idsOf(tables, memberIn(ids))
    .slice(0, 2)
    .map((member_id) => ({ member_id }));

type Use = {
  readonly eid: string;
  readonly origin: string;
  readonly useId: string;
  readonly n: number;
  readonly memberId: string;
  readonly buyerId: string | null;
  readonly storeName: string | null;
  readonly bizDate: string;
};

const insertUses: Statement = (tables, [rows]) => {
  const table = tableOf(tables, 'coupon_use');
  for (const { eid, origin, n, ...row } of jsonRows<Use>(rows)) {
    const whose = { use_id: row.useId, member_id: row.memberId, buyer_id: row.buyerId };
    insertRow(tables, table, {
      eid,
      origin,
      n,
      ...whose,
      store_name: row.storeName,
      biz_date: row.bizDate,
    });
  }
  return [];
};

type Limited = {
  readonly id: string;
  readonly memberId: string;
  readonly program: boolean;
  readonly day: boolean;
  readonly member: boolean;
};

const countUses: Statement = (tables, args) => {
  const [today, , storeName] = args;
  const limited = args.at(-1);
  return jsonRows<Limited>(limited).map(({ id, memberId, program, day, member }) => {
    const uses = by(tables, 'coupon_use', 'use_id', id);
    const onDay = uses.filter((use) => use['biz_date'] === today);
    const ids = idsOf(tables, memberId);
    const own = uses.filter((use) => ids.includes(use['member_id'] as string));
    const here = onDay.filter(
      (use) => use['store_name'] === null || use['store_name'] === storeName,
    );
    const n = (isAsked: boolean, rows: readonly Row[]) => (isAsked ? sumOf(rows, 'n') : 0);
    return {
      id,
      program: n(program, uses),
      day: n(day, onDay),
      storeDay: n(day, here),
      member: n(member, own),
      memberDay: n(
        member,
        own.filter((use) => use['biz_date'] === today),
      ),
    };
  });
};

/** The counter's own sales that count: those HQ refused do not. */
function standing(tables: Tables, memberId: string): Row[] {
  return idsOf(tables, memberId)
    .flatMap((id) => by(tables, 'sale', 'member_id', id))
    .filter((sale) => !(sale['origin'] === 'own' && isRefused(tables, sale['eid'])));
}

const spentBySales: Statement = (tables, [windowAfter, tierBeganOn, ids]) => {
  const sales = standing(tables, memberIn(ids));
  const after = (day: unknown) =>
    sumOf(
      sales.filter((sale) => (sale['biz_date'] as string) > (day as string)),
      'spent_minor',
    );
  return [{ spent: after(windowAfter), since: after(tierBeganOn) }];
};

const spentByRefunds: Statement = (tables, [windowAfter, tierBeganOn, ids, sinceMs]) => {
  const refunds = idsOf(tables, memberIn(ids))
    .flatMap((id) => by(tables, 'refund', 'member_id', id))
    .filter(
      (refund) =>
        (refund['at_ms'] as number) >= (sinceMs as number) && !isRefused(tables, refund['eid']),
    );
  const after = (day: unknown) =>
    refunds.reduce((sum, refund) => {
      const sale = tableOf(tables, 'sale').rows.get(refund['sale_id'] as string);
      const counts =
        sale !== undefined &&
        !isRefused(tables, sale['eid']) &&
        (sale['biz_date'] as string) > (day as string);
      return counts ? sum + (refund['spent_minor'] as number) : sum;
    }, 0);
  return [{ spent: after(windowAfter), since: after(tierBeganOn) }];
};

const hasBought: Statement = (tables, [ids]) => {
  const bought = standing(tables, memberIn(ids)).some(
    (sale) =>
      !by(tables, 'refund', 'sale_id', sale['sale_id']).some(
        (refund) => refund['complete'] === 1 && !isRefused(tables, refund['eid']),
      ),
  );
  return bought ? [{}] : [];
};

/** All three at once, as `getSpendHistory` asks. */
const spendHistory: Statement = (tables, args) => {
  const [ids, , , windowAfter, tierBeganOn, , , , , , , afterMs] = args;
  const [all] = spentBySales(tables, [windowAfter, tierBeganOn, ids]) as Row[];
  const [back] = spentByRefunds(tables, [windowAfter, tierBeganOn, ids, afterMs]) as Row[];
  const hasAny = hasBought(tables, [ids]).length > 0;
  return [
    { ...all, back: back?.['spent'], back_since: back?.['since'], has_bought: hasAny ? 1 : 0 },
  ];
};

/** Every statement of the counter that is written out in SQL, as far as the simulator comes by it. */
export const counterStatements: Meanings<Statement> = [
  ...memberStatements,
  ...saleStatements,
  ...healingStatements,
  ['PRAGMA wal_checkpoint', () => []],
  ['INSERT INTO chain (install_id, seq, eid, prev, hash)', insertChain],
  ['?', onePart],
  ['INSERT INTO ledger_entry (eid, origin, leg', insertEntries],
  ['UPDATE member SET points = member.points + moved.points', movePoints],
  ['UPDATE member SET points = points + ?', movePointsOfOne],
  ['SELECT lot_id, sum(points) AS points, min(expires_on)', liveLots],
  ['? LIMIT 2', firstIds],
  ['INSERT INTO coupon_use (eid, origin, use_id', insertUses],
  ["SELECT ids.value->>'id' AS id", countUses],
  ['SELECT coalesce(sum(spent_minor) FILTER', spentBySales],
  ['SELECT coalesce(sum(refund.spent_minor) FILTER', spentByRefunds],
  ['SELECT sales.spent, sales.since, refunds.spent AS back', spendHistory],
  ['SELECT 1 FROM sale WHERE member_id IN (?)', hasBought],
];
