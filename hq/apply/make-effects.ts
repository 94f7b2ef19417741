import { v5 } from 'uuid';
import { receiptRowSchema } from '../../app/contract/sync.ts';
import type { ReceiptRow } from '../../app/contract/sync.ts';
import type { LedgerEntry } from '../../app/domain/evaluate-sale.ts';
import type { EventId } from '../../app/domain/ids.ts';
import type { NewChange } from '../db/changes.ts';
import type { NewException } from '../db/exceptions.ts';
import type { NewLineMessage } from '../db/line-outbox.ts';
import type { NewSale } from '../db/sales.ts';
import type { BatchState, Effects, MemberEffect, PushedEvent } from './batch-state.ts';

/** The namespace of ids derived from what they are about, so that doing a thing twice gives one id. */
export const derivedIdNamespace = '6f1c1e0a-4f0a-5b7e-9a51-0c6f2b9d7e11';

/** A kind of exception with what is needed to judge it. */
export type Found = { readonly kind: string; readonly detail: Record<string, unknown> };

/** What an event came to, before it is put into the form of rows. */
export type Verdict = {
  readonly status: 'applied' | 'duplicate' | 'quarantined';
  readonly eid: EventId;
  readonly firstOfEid: boolean;
  readonly type: string;
  readonly atMs: number;
  readonly found: readonly Found[];
  readonly member?: MemberEffect | null;
  readonly entries?: readonly LedgerEntry[];
  readonly sale?: NewSale | null;
  readonly redemptions?: Effects['redemptions'];
  readonly lineMessage?: NewLineMessage | null;
};

const exceptionsPerReceiptMax = 10;

/**
 * The rows of a verdict: the event as stored, one exception per finding, and the receipt that tells
 * every counter (always exactly one). Throws when the receipt would not be one.
 */
export function makeEffects(state: BatchState, pushed: PushedEvent, verdict: Verdict): Effects {
  const { install, receivedAtMs } = state;
  const member = verdict.member ?? null;
  const receipt: NewChange = { kind: 'receipt', receipt: makeReceipt(state, pushed, verdict) };
  const changes: NewChange[] =
    member === null || member.member.placeholder
      ? [receipt]
      : [{ kind: 'member', member: publicMember(member) }, receipt];
  return {
    event: {
      inst: install.installId,
      seq: pushed.seq,
      eid: verdict.eid,
      firstOfEid: verdict.firstOfEid,
      type: verdict.type,
      rawBody: Buffer.from(pushed.rawBody, 'utf8'),
      bodyHash: pushed.bodyHash,
      prev: pushed.prev,
      hash: pushed.hash,
      status: verdict.status,
      atMs: verdict.atMs,
      receivedAtMs,
    },
    member,
    entries: verdict.entries ?? [],
    sale: verdict.sale ?? null,
    redemptions: verdict.redemptions ?? [],
    exceptions: verdict.found.map((found, i) => makeException(state, pushed, verdict, found, i)),
    lineMessage: verdict.lineMessage ?? null,
    changes,
  };
}

function makeReceipt(state: BatchState, pushed: PushedEvent, verdict: Verdict): ReceiptRow {
  const sale = verdict.sale ?? null;
  const kinds = [...new Set(verdict.found.map((found) => found.kind))];
  return receiptRowSchema.parse({
    inst: state.install.installId,
    seq: pushed.seq,
    eid: verdict.eid,
    status: verdict.status,
    atMs: verdict.atMs,
    storeName: state.install.storeName,
    entries: [...(verdict.entries ?? [])],
    sale:
      sale === null
        ? null
        : {
            saleId: sale.saleId,
            saleNo: sale.saleNo,
            memberId: sale.memberId,
            paidMinor: sale.paidMinor,
            points: sale.points,
            invoiceKey: sale.invoiceKey,
          },
    usedVoucherIds: (verdict.redemptions ?? []).map((redemption) => redemption.voucherId),
    exceptions: kinds.slice(0, exceptionsPerReceiptMax),
  } satisfies ReceiptRow);
}

function makeException(
  state: BatchState,
  pushed: PushedEvent,
  verdict: Verdict,
  found: Found,
  nth: number,
): NewException {
  const { installId } = state.install;
  return {
    exceptionId: v5(`${installId}:${pushed.seq}:${nth}:${found.kind}`, derivedIdNamespace),
    kind: found.kind,
    eid: verdict.eid,
    inst: installId,
    detail: { seq: pushed.seq, status: verdict.status, ...found.detail },
    nowMs: state.receivedAtMs,
  };
}

function publicMember({ member }: MemberEffect) {
  const { memberId, name, mobile, birthday, tierId, cardCodes, lineState, joinedOn } = member;
  return { memberId, name, mobile, birthday, tierId, cardCodes, lineState, joinedOn };
}
