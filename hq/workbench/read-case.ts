import type {
  AdminExceptionAction,
  ExceptionActionKind,
  ExceptionCaseAnswer,
} from '../../app/contract/hq-admin-exceptions.ts';
import { shownRemarksMax } from '../../app/contract/hq-admin-remarks.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { findTwoPersonLimit, listAdmins, owner } from '../db/admins.ts';
import type { Admin } from '../db/admins.ts';
import { listAudit } from '../db/audit.ts';
import { listStores } from '../db/brand.ts';
import { listExceptionActions } from '../db/exception-actions.ts';
import type { ExceptionAction } from '../db/exception-actions.ts';
import { findException } from '../db/exceptions.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { needsOfActions } from './action-needs.ts';
import { gatherCases } from './gather-case.ts';
import type { Case } from './gather-case.ts';
import { makeReceipts } from './make-receipts.ts';
import { readRemarks } from './read-remarks.ts';
import { defaultClawBack } from './weigh-action.ts';

const historyMax = 100;

/** One exception whole, as the page shows it; null when there is none of that id. */
export async function readCase(
  db: HqHandle,
  { exceptionId, admin }: { readonly exceptionId: string; readonly admin: Admin },
): Promise<ExceptionCaseAnswer | null> {
  const exception = await findException(db, exceptionId);
  if (exception === null) return null;
  const [theCase] = await gatherCases(db, [exception]);
  if (theCase === undefined) return null;
  const actions = await listExceptionActions(db, [exceptionId]);
  const waiting = actions.find(({ state }) => state === 'awaiting');
  const isOpen = exception.state === 'open';
  const allowed = isOpen && waiting === undefined ? [...theCase.allowed] : [];
  const twoPersonMinor = await findTwoPersonLimit(db);
  const stores = await listStores(db);
  const receipts = await makeReceipts(db, theCase);
  const memberIds = membersOf(theCase, receipts);
  const remarks = await readRemarks(db, memberIds);
  const names = await nameAdmins(db);
  return {
    exception: {
      exceptionId,
      kind: exception.kind,
      state: exception.state,
      createdAtMs: exception.createdAtMs,
      eid: exception.eid,
      storeName: exception.storeName,
      counterLabel: exception.counterLabel,
      detail: exception.detail,
    },
    cost: theCase.cost,
    returnedPoints: theCase.returned,
    receipts,
    memberIds,
    remarks: remarks.slice(0, shownRemarksMax),
    remarkCount: remarks.length,
    allowed,
    needs: needsOfActions(theCase, allowed, twoPersonMinor),
    clawBackPoints: defaultClawBack(theCase),
    stores: stores.map(({ storeId, name }) => ({ storeId, name })),
    storeId: exception.storeId,
    actions: actions.map((action) => publicAction(action, names, stores)),
    isOwnProposal: waiting !== undefined && waiting.proposedBy === admin.adminId,
    twoPersonMinor,
    history: await listAudit(db, { subject: exceptionId, limit: historyMax }),
  };
}

function membersOf(
  { memberId, exception }: Case,
  receipts: ExceptionCaseAnswer['receipts'],
): MemberId[] {
  const told = exception.detail['memberId'];
  const ids = [memberId, typeof told === 'string' ? (told as MemberId) : null].concat(
    receipts.map((receipt) => receipt.memberId),
  );
  return [...new Set(ids)].filter((id) => id !== null).slice(0, 4);
}

async function nameAdmins(db: HqHandle): Promise<(adminId: string | null) => string> {
  const names = new Map((await listAdmins(db)).map(({ adminId, name }) => [adminId, name]));
  return (adminId) => (adminId === null ? owner.name : (names.get(adminId) ?? ''));
}

function publicAction(
  action: ExceptionAction,
  nameOf: (adminId: string | null) => string,
  stores: readonly { readonly storeId: string; readonly name: string }[],
): AdminExceptionAction {
  const { storeId, proposedBy, decidedBy, exceptionId: _, ...shown } = action;
  return {
    ...shown,
    kind: action.kind as ExceptionActionKind,
    storeName: stores.find((store) => store.storeId === storeId)?.name ?? null,
    proposedBy: nameOf(proposedBy),
    decidedBy: action.decidedAtMs === null ? null : nameOf(decidedBy),
  };
}
