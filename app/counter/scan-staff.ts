import { classifyCode } from '../domain/classify-code.ts';
import type { RawScan } from '../contract/raw-scan.ts';
import type { Trx } from '../db/handles.ts';
import { deny } from './act.ts';
import { say } from './notice-codes.ts';
import type { ScanAct } from './scan-at-desk.ts';
import type { HalfBefore } from './scan-invoice.ts';
import type { Scene } from './scene.ts';
import { signInByBadge } from './sign-in.ts';
import type { StaffSession } from './staff-session.ts';
import type { CounterDeps } from './ports.ts';

/**
 * What a scan is to the people of the counter: a badge signs in or takes over, wherever scans go; while locked
 * anything else is answered that it is, nothing is put anywhere, and the half of an e-invoice that waits goes on
 * waiting. Null when the scan is for the sale or a desk.
 */
export async function scanStaff(
  trx: Trx,
  scene: Scene,
  given: {
    readonly scan: Pick<RawScan, 'bytes' | 'truncated'>;
    readonly waiting: HalfBefore['waiting'];
    readonly session: StaffSession;
    readonly newId: CounterDeps['newId'];
  },
): Promise<ScanAct | null> {
  const { scan, waiting, session, newId } = given;
  const code = scan.truncated ? null : classifyCode(scan.bytes);
  if (code?.kind === 'staff-badge') {
    const act = await signInByBadge(trx, scene, { code: code.code, session, newId });
    return { ...act, waiting };
  }
  if (scene.here.kind !== 'locked') return null;
  return { ...deny(say('counter-locked', {})), waiting };
}
