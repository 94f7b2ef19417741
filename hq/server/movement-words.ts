import type { AdminMovement } from '../../app/contract/hq-admin-members.ts';
import type { AwardEvent, RefundEvent } from '../../app/contract/events.ts';
import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import type { Program } from '../../app/domain/program.ts';
import type { LocalizedText } from '../../app/domain/program-text.ts';
import { reasonWords } from '../../app/domain/reason-words.ts';
import { refundReasonWords } from '../../app/domain/refund-words.ts';
import { readEvent } from '../apply/read-event.ts';
import type { Movement } from '../db/member-history.ts';
import { programKey } from '../db/programs.ts';

type Programs = ReadonlyMap<string, Program>;

const reasonsMax = 60;

/** The events that move points; others give none to explain. */
const movedBy = { award: 'sale', refund: 'refund', member_stub: 'enrolment' } as const;

/**
 * What moved a member's points, with the reasons the rules give: a sale is evaluated again from what
 * its event recorded, under its own version. Without that version there are no reasons.
 */
export function explainMovement(programs: Programs, movement: Movement): AdminMovement {
  const { rawBody, entries, by, ...rest } = movement;
  const told = rawBody === null ? null : readEvent(rawBody);
  const event = told?.kind === 'event' ? told.event : null;
  const reasons =
    event?.type === 'award'
      ? explainSale(programs, event)
      : event?.type === 'refund'
        ? explainRefund(event)
        : [];
  return {
    ...rest,
    by:
      event === null
        ? by
        : event.type === 'award' || event.type === 'refund' || event.type === 'member_stub'
          ? movedBy[event.type]
          : by,
    saleNo: event?.type === 'award' || event?.type === 'refund' ? event.body.saleNo : null,
    entries: entries.map((entry) => ({ ...entry })),
    reasons: reasons.slice(0, reasonsMax),
  };
}

function explainSale(programs: Programs, { body }: AwardEvent): LocalizedText[] {
  const program = programs.get(programKey(body.program.id, body.program.version));
  if (program === undefined) return [];
  try {
    const result = evaluateSale(program, body.facts, body.asked);
    return result.kind === 'evaluated' ? result.reasons.map(reasonWords) : [];
  } catch {
    // A version that cannot take it any more is an exception of its own, not this page's.
    return [];
  }
}

/** As the counter recorded it; what HQ booked stands in the entries. */
function explainRefund({ body }: RefundEvent): LocalizedText[] {
  const { amountMinor, returned, shortfall, valueMinor } = body.result;
  return [
    { code: 'goods-back', amountMinor } as const,
    ...(returned === 0
      ? []
      : [{ code: 'points-given-back', points: returned, lapsed: 0 } as const]),
    ...(valueMinor === 0 ? [] : [{ code: 'value-given-back', valueMinor } as const]),
    ...(shortfall === 0 ? [] : [{ code: 'shortfall', points: shortfall } as const]),
  ].map(refundReasonWords);
}
