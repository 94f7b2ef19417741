import type { RawScan } from '../contract/raw-scan.ts';
import { classifyCode } from '../domain/classify-code.ts';
import type { Db } from '../db/handles.ts';
import { findMemberByCode } from '../db/members.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { ScanLog } from './scan-log.ts';

/** Whether this counter knows the member of a card; null for a scan that is no card. */
export async function isKnownCard(db: Db, { bytes, truncated }: RawScan): Promise<boolean | null> {
  if (truncated) return null;
  const code = classifyCode(bytes);
  return code.kind === 'member-code' ? (await findMemberByCode(db, code.code)) !== null : null;
}

/**
 * A scan in test mode: listed with what it is, and nothing else. No transaction is opened, so there is
 * nothing that could change.
 */
export async function runTestScan(
  db: Db,
  log: ScanLog,
  scan: RawScan,
  repeated: boolean,
): Promise<NoticeDraft> {
  log.add(scan, { known: await isKnownCard(db, scan), repeated, tested: true });
  return say('scan-tested', {});
}
