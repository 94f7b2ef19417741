import { by, idsOf, isRefused, memberIn, sumOf, survivorOf } from './counter-aliases.ts';
import {
  argumentsOf,
  jsonRows,
  textOf,
  type Meanings,
  type RawNode,
  type Statement,
} from './raw-statement.ts';
import { deleteRow, tableOf, updateRow, type Row, type Tables } from './tables.ts';

/** `told` of a part of the view: which of its rows came from HQ. */
const tolds: Readonly<Record<string, (row: Row) => boolean>> = {
  "origin <> 'record'": (row) => row['origin'] !== 'record',
  true: () => true,
  "origin = 'hq'": (row) => row['origin'] === 'hq',
  'store_name IS NOT NULL': (row) => row['store_name'] !== null,
  'issued_eid IS NULL': (row) => row['issued_eid'] === null,
  'mine = 0': (row) => row['mine'] === 0,
};

function toldBy(node: unknown): (row: Row) => boolean {
  const told = tolds[textOf(node as RawNode)];
  if (told === undefined) throw new Error(`no meaning for ${textOf(node as RawNode)}`);
  return told;
}

const upperKey: Statement = (tables, [key, table, , after, told, , limit]) => {
  const column = textOf(key as RawNode);
  const isTold = toldBy(told);
  const keys = [...tableOf(tables, textOf(table as RawNode)).rows.values()]
    .filter((row) => (row[column] as string) > (after as string) && isTold(row))
    .map((row) => row[column] as string)
    .toSorted();
  return [{ upper_key: keys.slice(0, limit as number).at(-1) ?? null }];
};

/** The rows of `key > ? AND key <= ? AND told`. */
function dropped(tables: Tables, table: string, where: unknown): Row[] {
  const [key, after, , upTo, told] = argumentsOf(where as RawNode);
  const column = textOf(key as RawNode);
  const isTold = toldBy(told);
  return [...tableOf(tables, table).rows.values()].filter((row) => {
    const at = row[column] as string;
    return at > (after as string) && at <= (upTo as string) && isTold(row);
  });
}

const takePoints: Statement = (tables, [where]) => {
  const gone = new Map<string, number>();
  for (const row of dropped(tables, 'ledger_entry', where))
    for (const id of new Set([row['member_id'] as string, survivorOf(tables, row['member_id'])]))
      gone.set(id, (gone.get(id) ?? 0) + (row['points'] as number));
  for (const [memberId, points] of gone) {
    const [row] = by(tables, 'member', 'member_id', memberId);
    if (row !== undefined)
      updateRow(tables, tableOf(tables, 'member'), row, {
        points: (row['points'] as number) - points,
      });
  }
  return [];
};

const takeInvoices: Statement = (tables, [where]) => {
  for (const { eid } of dropped(tables, 'used_invoice', where))
    for (const sale of by(tables, 'sale', 'eid', eid))
      if (sale['origin'] === 'own')
        updateRow(tables, tableOf(tables, 'sale'), sale, {
          invoice_number: null,
          invoice_date: null,
        });
  return [];
};

const dropRows: Statement = (tables, [table, where]) => {
  const name = textOf(table as RawNode);
  for (const row of dropped(tables, name, where)) deleteRow(tables, tableOf(tables, name), row);
  return [];
};

const reopenVouchers: Statement = (tables) => {
  const table = tableOf(tables, 'voucher');
  for (const row of table.rows.values()) {
    const isChanged =
      row['state'] !== 'issued' || row['uses_left'] !== row['uses'] || row['used_at_ms'] !== null;
    if (row['issued_eid'] === null || !isChanged) continue;
    updateRow(tables, table, row, {
      state: 'issued',
      uses_left: row['uses'],
      used_at_ms: null,
      used_store_name: null,
    });
  }
  return [];
};

const listSurvivors: Statement = (tables) =>
  [...new Set([...tableOf(tables, 'member_alias').rows.values()].map((row) => row['into_id']))].map(
    (into_id) => ({ into_id }),
  );

const recountAlone: Statement = (tables, [memberId]) => {
  const [row] = by(tables, 'member', 'member_id', memberId);
  const points = sumOf(by(tables, 'ledger_entry', 'member_id', memberId), 'points');
  if (row !== undefined) updateRow(tables, tableOf(tables, 'member'), row, { points });
  return [];
};

const listToOffer: Statement = (tables, [installId, after, limit]) =>
  [...tableOf(tables, 'event').rows.values()]
    .filter((row) => (row['event_no'] as number) > (after as number))
    .slice(0, limit as number)
    .map((row) => {
      const { eid } = row;
      const isAnswered = by(tables, 'receipt', 'eid', eid).length > 0;
      const isChained = by(tables, 'chain', 'eid', eid).some(
        (link) => link['install_id'] === installId,
      );
      return {
        event_no: row['event_no'],
        eid,
        raw_body: row['raw_body'],
        missing: isAnswered || isChained ? 0 : 1,
      };
    });

function currentInstall(tables: Tables): Row | undefined {
  return [...tableOf(tables, 'install').rows.values()].find((row) => row['is_current'] === 1);
}

/** `selectRights`, all or those of a member. */
const selectRights: Statement = (tables, args) => {
  const where = args.at(-1) as RawNode;
  const ids = textOf(where) === 'true' ? null : idsOf(tables, memberIn(where));
  const install = currentInstall(tables)?.['install_id'];
  const rights = [...tableOf(tables, 'spend_right').rows.values()];
  if (rights.length === 0) return [];
  const events = [...tableOf(tables, 'event').rows.values()];
  return rights
    .filter(
      (right) =>
        right['install_id'] === install &&
        (ids === null || ids.includes(right['member_id'] as string)),
    )
    .filter((right) => !events.some((event) => event['returned_right'] === right['right_id']))
    .map((right) => {
      const spends = events.filter(
        (event) => event['cover_lease'] === right['right_id'] && !isRefused(tables, event['eid']),
      );
      const isAuth = events.some((event) => event['cover_auth'] === right['right_id']);
      const isRedeemed =
        right['voucher_id'] !== null &&
        by(tables, 'redemption', 'voucher_id', right['voucher_id']).some(
          (one) => one['origin'] === 'own' && !isRefused(tables, one['eid']),
        );
      return {
        ...right,
        logged: sumOf(spends, 'lease_points'),
        used: isAuth || isRedeemed ? 1 : 0,
      };
    })
    .toSorted((a, b) => compareRights(a, b));
};

function compareRights(a: Row, b: Row): number {
  const [at, bt] = [a['expires_at_ms'] as number, b['expires_at_ms'] as number];
  return at === bt ? ((a['right_id'] as string) < (b['right_id'] as string) ? -1 : 1) : at - bt;
}

const deleteRights: Statement = (tables, [installId, rights]) => {
  const table = tableOf(tables, 'spend_right');
  const listed = new Set(jsonRows<{ rightId: string }>(rights).map(({ rightId }) => rightId));
  for (const row of table.rows.values())
    if (row['install_id'] !== installId || !listed.has(row['right_id'] as string))
      deleteRow(tables, table, row);
  return [];
};

function askedOf(rawBody: unknown): string | null {
  const { body } = JSON.parse(String(rawBody)) as { body: { cover?: { asked?: string } } };
  return body.cover?.asked ?? null;
}

const floorUse: Statement = (tables, [ids]) => {
  const install = currentInstall(tables);
  if (install === undefined) return [];
  const key = `${String(install['install_id'])}|${(install['acked_seq'] as number) + 1}`;
  const first = tableOf(tables, 'chain').rows.get(key);
  const [from] = first === undefined ? [] : by(tables, 'event', 'eid', first['eid']);
  if (from === undefined) return [];
  const whose = idsOf(tables, memberIn(ids));
  return [...tableOf(tables, 'event').rows.values()]
    .filter(
      (event) =>
        (event['event_no'] as number) >= (from['event_no'] as number) &&
        (event['cover_points'] as number) > 0,
    )
    .filter((event) => event['cover_by'] === null || event['cover_by'] === 'floor')
    .map((event) => ({
      eid: event['eid'],
      points: event['cover_points'],
      asked: askedOf(event['raw_body']),
      own: whose.includes(event['member_id'] as string) ? 1 : 0,
    }));
};

/** Dropping and re-reading HQ's view, offering again, and what covers points that are spent. */
export const healingStatements: Meanings<Statement> = [
  ['SELECT max(k) AS upper_key FROM', upperKey],
  ['UPDATE member SET points = member.points - gone.points', takePoints],
  ['UPDATE sale SET invoice_number = NULL', takeInvoices],
  ['DELETE FROM ? WHERE ?', dropRows],
  ["UPDATE voucher SET state = 'issued', uses_left = uses", reopenVouchers],
  ['SELECT DISTINCT into_id FROM member_alias', listSurvivors],
  [
    'UPDATE member SET points = coalesce( (SELECT sum(points) FROM ledger_entry WHERE ledger_entry.member_id = ?)',
    recountAlone,
  ],
  ['SELECT event_no, eid, raw_body, NOT EXISTS', listToOffer],
  ['SELECT spend_right.*', selectRights],
  ['DELETE FROM spend_right WHERE install_id <> ?', deleteRights],
  ['SELECT event.eid, event.cover_points AS points', floorUse],
];
