import type { CalendarDate } from '../../app/domain/time.ts';
import type { QuotaSample } from '../line/forecast-quota.ts';
import type { HqHandle } from './hq-db.ts';

/** What LINE said of the month's messages on one day; `quota` null = no limit. */
export type LineQuota = QuotaSample & {
  readonly quota: number | null;
  readonly checkedAtMs: number;
};

/** The last word of a day stays. */
export async function putLineQuota(db: HqHandle, told: LineQuota): Promise<void> {
  const row = { used: told.used, quota: told.quota, checked_at_ms: told.checkedAtMs };
  await db
    .insertInto('line_quota')
    .values({ day: told.day, ...row })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'day']).doUpdateSet(row))
    .execute();
}

/** The words of the days from `since` on, oldest first. */
export async function listLineQuotas(db: HqHandle, since: CalendarDate): Promise<LineQuota[]> {
  return await db
    .selectFrom('line_quota')
    .select(['day', 'used', 'quota', 'checked_at_ms as checkedAtMs'])
    .where('day', '>=', since)
    .orderBy('day')
    .execute();
}
