import { adminRowsMax } from '../../app/contract/hq-admin.ts';
import type { AdminException } from '../../app/contract/hq-admin.ts';
import { listExceptionActions } from '../db/exception-actions.ts';
import { listExceptions } from '../db/exceptions.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { gatherCases } from './gather-case.ts';

/** The newest exceptions of a state, each with its cost and how far it is decided. */
export async function listCases(db: HqHandle, state: 'open' | 'closed'): Promise<AdminException[]> {
  const exceptions = await listExceptions(db, { state, limit: adminRowsMax });
  const ids = exceptions.map(({ exceptionId }) => exceptionId);
  const awaiting = new Set(
    (await listExceptionActions(db, ids))
      .filter((action) => action.state === 'awaiting')
      .map(({ exceptionId }) => exceptionId),
  );
  return (await gatherCases(db, exceptions)).map(({ exception, cost, allowed }) => {
    const { inst: _, storeId: __, ...shown } = exception;
    const isAwaiting = awaiting.has(exception.exceptionId);
    return {
      ...shown,
      costMinor: cost.costMinor,
      isAwaiting,
      canClose: state === 'open' && !isAwaiting && allowed.includes('close'),
    };
  });
}
