import { buildGiftMessage } from '../../app/line/build-gift-message.ts';
import type { Program } from '../../app/domain/program.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
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
  night: Night & { readonly program: Program; readonly birthday: CalendarDate },
): Promise<void> {
  if (gifts.length === 0) return;
  const { day, nowMs, memberPageUrl, program, birthday } = night;
  const ids = gifts.map(({ posting }) => posting.memberId);
  const told = await gatherReceivers(trx, ids, day);
  const tellFromMs = tellByDayMs(told.quietHours, nowMs);
  const happenedAtMs = Date.parse(`${birthday}T00:00:00+08:00`);
  const restored = { restoredAtMs: told.restoredAtMs, happenedAtMs };
  for (const { posting, vouchers } of gifts) {
    const { memberId, postingId: eid, entries } = posting;
    const about = { kind: 'birthday', eid, nowMs, tellFromMs, restored } as const;
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
