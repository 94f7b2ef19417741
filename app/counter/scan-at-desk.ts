import type { CounterCallIn } from '../contract/counter-calls.ts';
import type { ReadyView } from '../contract/counter-view.ts';
import type { RawScan } from '../contract/raw-scan.ts';
import { classifyCode } from '../domain/classify-code.ts';
import type { Trx } from '../db/handles.ts';
import { findMemberByCode } from '../db/members.ts';
import { answer, done, type Act } from './act.ts';
import { otherCode } from './handle-scan.ts';
import { say, type NoticeDraft } from './notice-codes.ts';

/** Where scans go: the open sale, or a desk beside it. */
export type ScanAim = CounterCallIn<'scan:aim'>['at'];

/** What came of a scan; `forDesk` where it was for a desk and not for the sale. */
export type ScanAct = Act & {
  readonly forDesk?: Omit<NonNullable<ReadyView['deskScan']>, 'no'>;
};

/**
 * A scan while a desk beside the sale is open; null when it is for the sale all the same. At the refund
 * desk nothing changes the open sale, which nobody sees there: an e-invoice or a known card is what to
 * look for, anything else is answered with a sentence. The field for who invited a new member takes
 * cards, also those only HQ may know.
 */
export async function scanAtDesk(
  trx: Trx,
  at: ScanAim,
  scan: Pick<RawScan, 'bytes' | 'truncated'>,
): Promise<ScanAct | null> {
  if (at === 'sale') return null;
  const code = scan.truncated ? null : classifyCode(scan.bytes);
  if (at === 'inviter') {
    if (code?.kind !== 'member-code') return null;
    const notice = say('inviter-scanned', { code: code.code });
    return { notice, answer: done, forDesk: { at, text: code.code } };
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

function lookFor(at: 'refund', text: string): ScanAct {
  return { notice: say('desk-scanned', { text }), answer: done, forDesk: { at, text } };
}

function nothingFor(at: 'refund', notice: NoticeDraft): ScanAct {
  return { ...answer(notice), forDesk: { at, text: null } };
}
