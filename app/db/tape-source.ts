import { closeSync, openSync, readSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { InstallId } from '../domain/ids.ts';
import type { EventRecord, HouseRecord, MarkRecord } from './tape-records.ts';

/** What the tape copies, read below kysely: it runs after every commit and must cost microseconds. */
export type TapeSource = {
  /** Where the database stands now. */
  readonly state: () => SourceState;
  /** Links of an install after a seq, oldest first, at most `limit`. */
  readonly links: (installId: InstallId, afterSeq: number, limit: number) => EventRecord[];
  /** The links of an install from a seq on, all without it, but not their events. */
  readonly hashes: (
    installId: InstallId,
    fromSeq?: number,
  ) => readonly { readonly seq: number; readonly hash: string }[];
  readonly hashAt: (installId: InstallId, seq: number) => string | null;
  /** Installs in the order they were made. */
  readonly installs: () => readonly SourceInstall[];
  /** The last seq up to which HQ has every event of an install, under it or under another one. */
  readonly heldThrough: (install: SourceInstall) => number;
  /** Whether this database ever had a tape. */
  readonly isBegun: () => boolean;
  readonly house: () => HouseRecord;
  /** The log file is gone, or is about to be: the next look opens it anew. */
  readonly letGoOfLog: () => void;
  /** Gives back what it holds open. */
  readonly close: () => void;
};

export type SourceInstall = {
  readonly installId: InstallId;
  readonly baseSeq: number;
  readonly ackedSeq: number;
  readonly lastSeq: number;
  readonly isCurrent: 0 | 1;
};

export type SourceState = Pick<MarkRecord, 'timeline' | 'cursor' | 'houseRev' | 'wal'> & {
  readonly installId: InstallId | null;
  readonly lastSeq: number;
};

/** Tables carried whole; one that this version of the schema lacks is left out. */
const houseTables = ['install', 'next_install', 'hq_key', 'setting', 'device', 'staff'] as const;

/** As many versions of the rules as are carried; HQ gives older ones again. */
const programsKept = 3;

const stateSql = `
  SELECT sync_state.timeline, sync_state.cursor, tape_state.house_rev, install.install_id,
    coalesce(install.last_seq, 0) AS last_seq
  FROM tape_state CROSS JOIN sync_state LEFT JOIN install ON install.is_current = 1`;

/**
 * An event's effects here that its body does not tell: why (in the member's words), what it used up and
 * on which day, which vouchers it took back, who invited, how often each used voucher can be used.
 * `+ 0`: by the bare value of a limit SQLite would plan anew at each run, which is most of the time.
 */
const linksSql = `
  SELECT chain.seq, chain.prev, chain.hash, event.eid, event.raw_body, event.recorded_at_ms,
    CASE WHEN event.type = 'award' THEN
      (SELECT reasons FROM sale WHERE sale.eid = event.eid AND sale.origin = 'own') END AS reasons,
    (SELECT json_group_array(json_array(use_id, n, iif(buyer_id IS NULL, NULL, member_id)))
      FROM coupon_use WHERE coupon_use.eid = event.eid AND origin = 'record') AS uses,
    (SELECT biz_date FROM coupon_use WHERE coupon_use.eid = event.eid AND origin = 'record' LIMIT 1) AS uses_on,
    CASE WHEN event.type = 'refund' THEN
      (SELECT json_group_array(voucher_id) FROM voucher_cancel WHERE voucher_cancel.eid = event.eid) END AS cancelled,
    CASE WHEN event.type = 'member_stub' THEN
      (SELECT inviter_id FROM member WHERE member.member_id = event.member_id) END AS inviter_id,
    CASE WHEN event.type = 'award' THEN
      (SELECT json_group_object(voucher.voucher_id, voucher.uses)
        FROM json_each(event.raw_body, '$.body.vouchers') AS used
        JOIN voucher ON voucher.voucher_id = used.value->>'voucherId') END AS voucher_uses
  FROM chain JOIN event ON event.eid = chain.eid
  WHERE chain.install_id = ? AND chain.seq > ? ORDER BY chain.seq LIMIT ? + 0`;

/** The first link after a seq whose event HQ neither told of nor acknowledged under any install of its own. */
const firstUnheldSql = `
  SELECT link.seq FROM chain AS link
  WHERE link.install_id = ? AND link.seq > ?
    AND NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.eid = link.eid)
    AND NOT EXISTS (SELECT 1 FROM chain AS other
      JOIN install ON install.install_id = other.install_id
      WHERE other.eid = link.eid AND install.kind = 'hq' AND other.seq <= install.acked_seq)
  ORDER BY link.seq LIMIT 1`;

/** Reads from an open database, also after another file has taken its place. `walPath` = where its log file lies. */
export function createTapeSource(
  file: { readonly raw: Database.Database },
  walPath: string,
): TapeSource {
  const wal = walReader(walPath);
  const prepare = (raw: Database.Database) => ({
    raw,
    state: raw.prepare<[], StateRow>(stateSql),
    links: raw.prepare<[InstallId, number, number], LinkRow>(linksSql),
  });
  let prepared = prepare(file.raw);
  const now = () => {
    if (prepared.raw !== file.raw) prepared = prepare(file.raw);
    return prepared;
  };
  return {
    state: () => {
      const row = now().state.get();
      if (row === undefined) throw new Error('the database has no state of sync and tape');
      const { timeline, cursor, house_rev: houseRev } = row;
      return {
        timeline,
        cursor,
        houseRev,
        installId: row.install_id,
        lastSeq: row.last_seq,
        wal: wal.read(),
      };
    },
    links: (installId, afterSeq, limit) =>
      now()
        .links.all(installId, afterSeq, limit)
        .map((row) => eventRecord(installId, row)),
    installs: () =>
      file.raw
        .prepare<[], SourceInstall>(
          `SELECT install_id AS installId, base_seq AS baseSeq, acked_seq AS ackedSeq,
             last_seq AS lastSeq, is_current AS isCurrent FROM install
           ORDER BY created_at_ms, is_current, install_id`,
        )
        .all(),
    heldThrough: ({ installId, ackedSeq, lastSeq }) =>
      (file.raw
        .prepare<[InstallId, number], { seq: number }>(firstUnheldSql)
        .get(installId, ackedSeq)?.seq ?? lastSeq + 1) - 1,
    isBegun: () =>
      file.raw.prepare<[], { begun: 0 | 1 }>('SELECT begun FROM tape_state').get()?.begun === 1,
    hashes: (installId, fromSeq = 0) =>
      file.raw
        .prepare<[InstallId, number], { seq: number; hash: string }>(
          'SELECT seq, hash FROM chain WHERE install_id = ? AND seq >= ?',
        )
        .all(installId, fromSeq),
    hashAt: (installId, seq) =>
      file.raw
        .prepare<[InstallId, number], { hash: string }>(
          'SELECT hash FROM chain WHERE install_id = ? AND seq = ?',
        )
        .get(installId, seq)?.hash ?? null,
    house: () => readHouse(file.raw),
    letGoOfLog: wal.close,
    close: wal.close,
  };
}

type StateRow = {
  timeline: string | null;
  cursor: number;
  house_rev: number;
  install_id: InstallId | null;
  last_seq: number;
};
type LinkRow = Pick<EventRecord, 'seq' | 'prev' | 'hash' | 'eid'> & {
  raw_body: string;
  recorded_at_ms: number;
  reasons: string | null;
  uses: string;
  uses_on: string | null;
  cancelled: string | null;
  inviter_id: EventRecord['effects']['inviterId'];
  voucher_uses: string | null;
};

function eventRecord(inst: InstallId, row: LinkRow): EventRecord {
  const { seq, prev, hash, eid, raw_body: body, recorded_at_ms: atMs } = row;
  const effects = {
    reasons: parsed<unknown[]>(row.reasons),
    uses: parsed<EventRecord['effects']['uses'] & object>(row.uses),
    usesOn: row.uses_on,
    cancelled: parsed<EventRecord['effects']['cancelled'] & object>(row.cancelled),
    inviterId: row.inviter_id,
    voucherUses: parsed<Record<string, number>>(row.voucher_uses),
  };
  return { kind: 'event', v: 1, inst, seq, prev, hash, eid, atMs, body, effects };
}

function parsed<T>(json: string | null): T | null {
  return json === null ? null : (JSON.parse(json) as T);
}

function readHouse(raw: Database.Database): HouseRecord {
  type Row = Record<string, string | number | null>;
  const known = new Set(
    raw
      .prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .all()
      .map(({ name }) => name),
  );
  const tables: Record<string, Row[]> = {};
  for (const table of houseTables)
    if (known.has(table)) tables[table] = raw.prepare<[], Row>(`SELECT * FROM ${table}`).all();
  tables['store'] = raw
    .prepare<[], Row>(
      `SELECT store.* FROM store JOIN setting ON setting.key = 'storeId' AND store.store_id = setting.value->>'$'`,
    )
    .all();
  tables['program'] = raw
    .prepare<[number], Row>(`SELECT * FROM program ORDER BY version DESC LIMIT ?`)
    .all(programsKept);
  const rev = raw.prepare<[], { house_rev: number }>('SELECT house_rev FROM tape_state').get();
  return { kind: 'house', v: 1, rev: rev?.house_rev ?? 0, tables };
}

/** The salts of the log file's head, which name its generation; '' when there is no log. */
function walReader(path: string): { readonly read: () => string; readonly close: () => void } {
  const salts = Buffer.alloc(8);
  let fd: number | null = null;
  return {
    read: () => {
      try {
        fd ??= openSync(path, 'r');
        return readSync(fd, salts, 0, 8, 16) === 8 ? salts.toString('base64url') : '';
      } catch {
        return '';
      }
    },
    close: () => {
      if (fd !== null) closeSync(fd);
      fd = null;
    },
  };
}

/** The same of a database that is not open; '' when there is no log or an empty one. */
export function readWalName(walPath: string): string {
  const reader = walReader(walPath);
  try {
    return reader.read();
  } finally {
    reader.close();
  }
}
