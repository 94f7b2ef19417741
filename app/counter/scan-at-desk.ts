import type { CounterCallIn } from '../contract/counter-calls.ts';
import type { ReadyView } from '../contract/counter-view.ts';
import type { RawScan } from '../contract/raw-scan.ts';
import { classifyCode } from '../domain/classify-code.ts';
import type { Trx } from '../db/handles.ts';
import { findMemberByCode } from '../db/members.ts';
import { answer, done, type Act } from './act.ts';
import { otherCode } from './handle-scan.ts';
import type { HalfBefore } from './scan-invoice.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import { findTokenMember } from './scan-member-token.ts';

/** Where scans go: the open sale, a desk beside it, or nowhere (`test`: they are only listed). */
export type ScanAim = CounterCallIn<'scan:aim'>['at'];
type Desk = Exclude<ScanAim, 'test'>;

/** What came of a scan; `forDesk` where it was for a desk and not for the sale. */
export type ScanAct = Act & {
  readonly forDesk?: Omit<NonNullable<ReadyView['deskScan']>, 'no'>;
  /** The half of an e-invoice that waits from now on; left out = none. */
  readonly waiting?: HalfBefore['waiting'];
};

/**
 * A scan while a desk beside the sale is open; null when it is for the sale all the same. At the refund
 * desk nothing changes the open sale, which nobody sees there: an e-invoice or a known card is what to
 * look for, anything else is answered with a sentence. The field for who invited a new member takes
 * cards, also those only HQ may know.
 */
export async function scanAtDesk(
  trx: Trx,
  at: Desk,
  scan: Pick<RawScan, 'bytes' | 'truncated'>,
): Promise<ScanAct | null> {
  if (at === 'sale') return null;
  const code = scan.truncated ? null : classifyCode(scan.bytes);
  // At a desk the card behind a member's code of this minute is meant; nothing is redeemed there.
  if (code?.kind === 'member-token') {
    const found = await findTokenMember(trx, code.text);
    if ('notice' in found) return { ...answer(found.notice), forDesk: { at, text: null } };
    return cardScanned(at, found.member.cardCode);
  }
  if (at === 'inviter') {
    if (code?.kind !== 'member-code') return null;
    return cardScanned(at, code.code);
  }
  if (code === null) return nothingFor(at, say('scan-too-long', {}));
  switch (code.kind) {
    case 'einvoice-left':
      return lookFor(at, code.invoice.number);
    case 'member-code': {
      const member = await findMemberByCode(trx, code.code);
      if (member !== null) return lookFor(at, code.code);
      return nothingFor(at, say('card-unknown', { tail: code.code.slice(-4) }));
    }
    case 'voucher-code':
    case 'voucher-token':
      return nothingFor(at, say('desk-scan-other', {}));
    default:
      return nothingFor(at, otherCode(code));
  }
}

function cardScanned(at: Exclude<Desk, 'sale'>, code: string): ScanAct {
  if (at === 'refund') return lookFor(at, code);
  const notice = say('inviter-scanned', { code });
  return { notice, answer: done, forDesk: { at, text: code } };
}

function lookFor(at: 'refund', text: string): ScanAct {
  return { notice: say('desk-scanned', { text }), answer: done, forDesk: { at, text } };
}

function nothingFor(at: 'refund', notice: NoticeDraft): ScanAct {
  return { ...answer(notice), forDesk: { at, text: null } };
}
