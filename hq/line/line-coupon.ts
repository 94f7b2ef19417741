import { askLine } from '../../app/line/ask-line.ts';
import type { LineAsked } from '../../app/line/ask-line.ts';
import { buildLineCoupon } from '../../app/line/build-line-coupon.ts';
import type { LineCouponWish } from '../../app/line/build-line-coupon.ts';
import type { LineClient } from '../../app/line/send-line-push.ts';
import type { LineCouponDone } from '../../app/contract/hq-admin-line-coupon.ts';
import type { Coupon } from '../../app/domain/program.ts';
import { insertAudit, lockAudit } from '../db/audit.ts';
import type { Admin } from '../db/admins.ts';
import { insertLineCoupon, markLineCouponClosed } from '../db/line-coupons.ts';
import type { HqDeps } from '../server/hq-deps.ts';

/** The SDK's calls have no end of their own. */
const deadlineMs = 8_000;
const listedMax = 100;
const titleCharsMax = 200;
const couponIdPattern = /^[0-9A-Za-z]{10,40}$/;

type CouponDeps = Pick<HqDeps, 'db' | 'nowMs' | 'timer' | 'lineChannel'>;

/**
 * Publishes a coupon of the program in LINE. LINE takes no retry key for this: after no answer it is
 * written down as unsure and a person looks, or members would see it twice.
 */
export async function publishLineCoupon(
  deps: CouponDeps,
  admin: Admin,
  { coupon, wish }: { readonly coupon: Coupon; readonly wish: LineCouponWish },
): Promise<LineCouponDone> {
  const { client } = deps.lineChannel.current();
  if (client === null) return { kind: 'no-token' };
  const built = buildLineCoupon(coupon, wish, deps.nowMs());
  if (built.kind === 'wrong') return { kind: 'wrong', problems: [...built.problems] };
  const asked = await ask(deps, () => client.messaging.createCoupon(built.request));
  const atMs = deps.nowMs();
  const { code, startsAtMs, endsAtMs } = built;
  const about = { title: wish.title, code, startsOn: wish.startsOn, endsOn: wish.endsOn };
  const lineCouponId = asked.kind === 'told' ? asked.value?.couponId : undefined;
  const isMade = typeof lineCouponId === 'string' && couponIdPattern.test(lineCouponId);
  if (!isMade && asked.kind !== 'told' && asked.kind !== 'unreachable') return refusalOf(asked);
  await deps.db.transaction().execute(async (trx) => {
    await lockAudit(trx);
    if (isMade) {
      await insertLineCoupon(trx, {
        lineCouponId,
        couponId: coupon.couponId,
        title: wish.title,
        code,
        startsAtMs,
        endsAtMs,
        state: 'open',
        createdAtMs: atMs,
      });
    }
    await insertAudit(trx, {
      admin,
      action: isMade ? 'line.coupon-published' : 'line.coupon-unsure',
      subject: coupon.couponId,
      before: null,
      after: isMade ? { ...about, lineCouponId } : about,
      atMs,
    });
  });
  return { kind: isMade ? 'done' : 'unsure' };
}

/** Closes a coupon in LINE for good, HQ's own or another one. Asking twice does no harm. */
export async function closeLineCoupon(
  deps: CouponDeps,
  admin: Admin,
  lineCouponId: string,
): Promise<LineCouponDone> {
  const { client } = deps.lineChannel.current();
  if (client === null) return { kind: 'no-token' };
  const asked = await ask(deps, () => client.messaging.closeCoupon(lineCouponId));
  const isGone = asked.kind === 'refused' && (asked.status === 404 || asked.status === 410);
  if (asked.kind === 'unreachable') return { kind: 'later' };
  if (asked.kind !== 'told' && !isGone) return refusalOf(asked);
  const atMs = deps.nowMs();
  await deps.db.transaction().execute(async (trx) => {
    await lockAudit(trx);
    await markLineCouponClosed(trx, lineCouponId);
    const change = { before: { state: 'open' }, after: { state: isGone ? 'gone' : 'closed' } };
    const about = { action: 'line.coupon-closed', subject: lineCouponId, atMs };
    await insertAudit(trx, { admin, ...about, ...change });
  });
  return { kind: isGone ? 'gone' : 'done' };
}

/** What runs in LINE now, the newest first; null when LINE did not say. */
export async function listRunningCoupons(
  deps: Pick<CouponDeps, 'timer'>,
  client: LineClient,
): Promise<{ readonly lineCouponId: string; readonly title: string }[] | null> {
  const asked = await ask(deps, () =>
    client.messaging.listCoupon(new Set(['RUNNING' as const]), undefined, listedMax),
  );
  // A portal answers 200 to anything.
  if (asked.kind !== 'told' || !Array.isArray(asked.value?.items)) return null;
  return asked.value.items
    .filter(({ couponId }) => typeof couponId === 'string' && couponIdPattern.test(couponId))
    .slice(0, listedMax)
    .map(({ couponId, title }) => ({
      lineCouponId: couponId,
      title: String(title).slice(0, titleCharsMax),
    }));
}

async function ask<T>(
  { timer }: Pick<CouponDeps, 'timer'>,
  call: () => Promise<T>,
): Promise<LineAsked<T>> {
  return await askLine(call, { deadlineMs, timer });
}

function refusalOf(asked: Exclude<LineAsked<unknown>, { readonly kind: 'told' }>): LineCouponDone {
  switch (asked.kind) {
    case 'unauthorized':
      return { kind: 'unauthorized' };
    case 'refused':
      return { kind: 'refused', detail: asked.detail };
    case 'rate':
    case 'unreachable':
      return { kind: 'later' };
  }
}
