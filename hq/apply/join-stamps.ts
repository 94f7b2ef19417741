import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import { expiryFor } from '../../app/domain/expiry.ts';
import { addGiven, giveContent, nothingGiven } from '../../app/domain/gifts.ts';
import type { Given } from '../../app/domain/gifts.ts';
import type { EventId, LotId, MemberId, VoucherId } from '../../app/domain/ids.ts';
import type { Program, StampCard } from '../../app/domain/program.ts';
import type { LedgerEntry, StampEntry } from '../../app/domain/sale.ts';
import { businessDate } from '../../app/domain/time.ts';
import { makeVoucherCode } from '../../app/domain/voucher-code.ts';
import type { NewPosting } from '../db/postings.ts';
import type { NewVoucher } from '../db/vouchers.ts';
import { derivedIdNamespace } from './make-effects.ts';
import type { Found } from './make-effects.ts';
import { moveStamps } from './move-stamps.ts';

/** What HQ enters so that merged members collect on one card; nothing where there is nothing to do. */
export type JoinedStamps = {
  readonly postings: readonly NewPosting[];
  readonly vouchers: readonly NewVoucher[];
  readonly found: readonly Found[];
};

export const noneJoined: JoinedStamps = { postings: [], vouchers: [], found: [] };

/**
 * Puts the stamps of a merged member and of the one it became on one card, and gives the reward of a card
 * that both fill together: once, as whoever stamps next sees a full card. `stamped` is all that
 * stands under any of their ids; `name` tells this joining from any other. Goods cannot be handed over
 * by HQ: a person is told.
 */
export function joinStamps(
  program: Program,
  merge: {
    readonly from: MemberId;
    readonly into: MemberId;
    readonly stamped: readonly StampEntry[];
    readonly name: string;
    readonly atMs: number;
  },
): JoinedStamps {
  const { from, into, stamped, name, atMs } = merge;
  const moved = moveStamps(program, {
    from: { memberId: from, entries: stamped.filter((entry) => entry.memberId === from) },
    into: { memberId: into, entries: stamped.filter((entry) => entry.memberId !== from) },
  });
  if (moved.stamps.length === 0) return noneJoined;
  const postingId = v5(name, derivedIdNamespace) as EventId;
  const given = moved.filled.map((card) => rewardOf(program, card, into, atMs));
  const { points, issued, goods } = given.reduce(addGiven, nothingGiven);
  const entry: LedgerEntry = {
    leg: 0,
    kind: 'earn',
    memberId: into,
    points,
    lotId: v5(`${postingId}:lot`, derivedIdNamespace) as LotId,
    expiresOn: expiryFor(program.expiry, businessDate(atMs)),
  };
  const posting: NewPosting = {
    postingId,
    why: 'merge',
    memberId: into,
    atMs,
    stamps: [...moved.stamps],
    uses: [],
    entries: points > 0 ? [entry] : [],
    detail: {
      from,
      into,
      filled: moved.filled.map((card) => card.cardId),
    },
  };
  const vouchers = issued.map((voucher, nth) => ({
    ...voucher,
    voucherId: v5(`${postingId}:voucher:${nth}`, derivedIdNamespace) as VoucherId,
    code: makeVoucherCode(createHash('sha256').update(`${postingId}:${nth}`).digest()),
    cancelled: false,
    issuedBy: postingId,
  }));
  const detail = { memberId: into, from, goods };
  const found = goods.length === 0 ? [] : [{ kind: 'stamp-reward-due', detail }];
  return { postings: [posting], vouchers, found };
}

function rewardOf(program: Program, card: StampCard, memberId: MemberId, atMs: number): Given {
  const { cardId: id, name, reward } = card;
  const giving = { program, memberId, date: businessDate(atMs), because: { id, name }, units: 0 };
  return giveContent(reward, giving) ?? nothingGiven;
}
