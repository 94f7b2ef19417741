import { buildGiftMessage } from '../../app/line/build-gift-message.ts';
import type { Program } from '../../app/domain/program.ts';
import { tellByDayMs } from '../../app/line/quiet-hours.ts';
import { gatherReceivers } from '../apply/gather-receivers.ts';
import {
  makeMemberMessage,
  messageVouchers,
  pointsOfEntries,
} from '../apply/make-member-message.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { insertLineMessages } from '../db/line-outbox.ts';
import type { NewPosting } from '../db/postings.ts';
import type { NewVoucher } from '../db/vouchers.ts';
import { noteUnmade } from './note-unmade.ts';
import type { Night } from './nightly.ts';

/** Puts a message on each birthday gift in the outbox, in the transaction that posted them and after that. */
export async function tellBirthdayGifts(
  trx: HqTrx,
  gifts: readonly { readonly posting: NewPosting; readonly vouchers: readonly NewVoucher[] }[],
  { day, nowMs, memberPageUrl, program }: Night & { readonly program: Program },
): Promise<void> {
  if (gifts.length === 0) return;
  const ids = gifts.map(({ posting }) => posting.memberId);
  const told = await gatherReceivers(trx, ids, day);
  const tellFromMs = tellByDayMs(told.quietHours, nowMs);
  for (const { posting, vouchers } of gifts) {
    const { memberId, postingId: eid, entries } = posting;
    const about = { kind: 'birthday', eid, nowMs, tellFromMs } as const;
    const made = makeMemberMessage(told.members.get(memberId), about, (language) =>
      buildGiftMessage({
        brandName: told.brandName,
        atMs: tellFromMs,
        language,
        memberPageUrl,
        occasion: 'birthday',
        ...pointsOfEntries(entries),
        pointsSpent: 0,
        balancePoints: told.balances.get(memberId)?.availablePoints ?? 0,
        vouchers: messageVouchers(program, vouchers),
      }),
    );
    await insertLineMessages(trx, made.messages);
    await noteUnmade(trx, { made, eid, nowMs });
  }
}
