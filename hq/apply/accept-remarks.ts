import { remarkRowSchema, tagLengthMax } from '../../app/contract/remarks.ts';
import type { RemarkRow } from '../../app/contract/remarks.ts';
import { safeParse } from '../../app/contract/safe-parse.ts';
import type { RemarksAnswer } from '../../app/contract/sync.ts';
import type { MemberId, RemarkId } from '../../app/domain/ids.ts';
import { insertChanges } from '../db/changes.ts';
import type { HqTrx } from '../db/hq-db.ts';
import type { HqInstall } from '../db/installs.ts';
import { lockMembers } from '../db/members.ts';
import {
  countRemarks,
  insertRemarks,
  listErased,
  listRemarksById,
  markRemarkRemoved,
  markRemarksTold,
} from '../db/remarks.ts';
import type { HqRemark } from '../db/remarks.ts';

type Outcome = RemarksAnswer['outcomes'][number];

/** What counters that heard nothing of each other may pile up about one member; beyond is refused. */
const standingMax = 500;

/**
 * Takes in what a counter remarked about members or took off again; each row stands for itself, and a second
 * time changes nothing. What was taken off stays off and its words are forgotten; about an erased member
 * nothing is kept. The counters are told of what is new. In the caller's transaction, which it must end soon.
 */
export async function acceptRemarks(
  trx: HqTrx,
  install: Pick<HqInstall, 'installId' | 'storeName'>,
  given: readonly unknown[],
): Promise<Outcome[]> {
  const rows = given.map(readRemark);
  const memberIds = [...new Set(rows.flatMap((row) => (row === null ? [] : [row.memberId])))];
  const members = await lockMembers(trx, memberIds.toSorted());
  const state: State = {
    install,
    members,
    erased: await listErased(trx, memberIds),
    known: await listRemarksById(
      trx,
      rows.flatMap((row) => (row === null ? [] : [row.remarkId])),
    ),
    standing: await countRemarks(trx, memberIds),
    added: new Map(),
    removed: new Map(),
  };
  const outcomes = rows.map((row): Outcome => (row === null ? 'later' : judge(state, row)));
  await write(trx, state);
  return outcomes;
}

type State = {
  readonly install: Pick<HqInstall, 'installId' | 'storeName'>;
  readonly members: ReadonlyMap<MemberId, MemberId | null>;
  readonly erased: ReadonlySet<MemberId>;
  readonly known: ReadonlyMap<RemarkId, HqRemark>;
  readonly standing: Map<MemberId, number>;
  readonly added: Map<RemarkId, HqRemark>;
  readonly removed: Map<RemarkId, HqRemark>;
};

/** A row that can be stored; null for one that cannot: PostgreSQL's text holds neither U+0000 nor half a character. */
function readRemark(given: unknown): RemarkRow | null {
  const parsed = safeParse(remarkRowSchema, given);
  if (!parsed.success) return null;
  const row = parsed.data;
  const { kind, text, by, removedAtMs } = row;
  const isStorable = [text, by?.name ?? ''].every(
    (one) => one.isWellFormed() && !one.includes('\u0000'),
  );
  if (!isStorable || (kind === 'tag' && text.length > tagLengthMax)) return null;
  if (removedAtMs !== null) return { ...row, text: '' };
  return text === '' ? null : row;
}

function judge(state: State, row: RemarkRow): Outcome {
  const { remarkId, memberId, removedAtMs } = row;
  if (!state.members.has(memberId)) return 'later';
  if (state.erased.has(memberId)) return 'gone';
  const known = state.known.get(remarkId) ?? state.added.get(remarkId);
  const isOff = state.removed.has(remarkId) || (known?.removedAtMs ?? null) !== null;
  if (isOff) return removedAtMs === null ? 'gone' : 'kept';
  if (known !== undefined) {
    if (removedAtMs !== null) state.removed.set(remarkId, { ...known, text: '', removedAtMs });
    return 'kept';
  }
  const standing = state.standing.get(memberId) ?? 0;
  if (removedAtMs === null && standing >= standingMax) return 'later';
  if (removedAtMs === null) state.standing.set(memberId, standing + 1);
  const { installId: inst, storeName } = state.install;
  state.added.set(remarkId, { ...row, inst, storeName, toldPos: null });
  return 'kept';
}

async function write(trx: HqTrx, { added, removed }: State): Promise<void> {
  const fresh = [...added.values()].map((row) => removed.get(row.remarkId) ?? row);
  await insertRemarks(trx, fresh);
  const taken = [...removed.values()].filter(({ remarkId }) => !added.has(remarkId));
  for (const row of taken) await markRemarkRemoved(trx, row, row.removedAtMs ?? row.atMs);
  const told = [...fresh, ...taken];
  const first = await insertChanges(
    trx,
    told.map((row) => ({ kind: 'remark' as const, remark: publicRemark(row) })),
  );
  await markRemarksTold(
    trx,
    told.map(({ remarkId }, i) => ({ remarkId, toldPos: first + i })),
  );
}

/** What the counters are told of a remark. */
export function publicRemark(remark: HqRemark): RemarkRow {
  const { remarkId, memberId, kind, text, atMs, by, storeName, removedAtMs } = remark;
  return { remarkId, memberId, kind, text, atMs, by, storeName, removedAtMs };
}
