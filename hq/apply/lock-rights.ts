import type { AwardEvent, LeaseReturnEvent } from '../../app/contract/events.ts';
import type { RightId, VoucherId } from '../../app/domain/ids.ts';
import type { HqTrx } from '../db/hq-db.ts';
import type { Aliases } from '../db/member-aliases.ts';
import { listRights } from '../db/spend-rights.ts';
import type { BatchState } from './batch-state.ts';
import { askedWordOf } from './reserved-points.ts';

/**
 * The rights a batch may touch, locked: those its events name, and whatever is reserved of the points of
 * its members and of its vouchers. Comes after the locks on members and vouchers, in every push.
 */
export async function lockRights(
  trx: HqTrx,
  given: {
    readonly awards: readonly AwardEvent[];
    readonly returns: readonly LeaseReturnEvent[];
    readonly aliases: Aliases;
    readonly voucherIds: readonly VoucherId[];
  },
): Promise<BatchState['rights']> {
  const { awards, returns, aliases, voucherIds } = given;
  const named = [...awards.flatMap(rightsNamed), ...returns.map(({ body }) => body.rightId)];
  const rights = await listRights(
    trx,
    {
      rightIds: [...new Set(named)],
      openOfMembers: [...aliases.idsOf.values()].flat(),
      openOnVouchers: voucherIds,
    },
    true,
  );
  return new Map(rights.map((right) => [right.rightId, right]));
}

function rightsNamed(event: AwardEvent): RightId[] {
  const { cover } = event.body;
  const word = askedWordOf(event);
  const lease = cover?.by === 'online' ? cover.lease : cover?.by === 'lease' ? cover : null;
  return [word, lease?.leaseId ?? null].filter((rightId) => rightId !== null);
}
