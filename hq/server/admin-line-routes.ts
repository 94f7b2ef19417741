import { adminApiRoot, adminDoneSchema, adminErrorSchema } from '../../app/contract/hq-admin.ts';
import { lineSendingAnswerSchema, quietHoursSchema } from '../../app/contract/hq-admin-line.ts';
import type { LineSendingAnswer } from '../../app/contract/hq-admin-line.ts';
import { addDays, businessDate } from '../../app/domain/time.ts';
import { insertAudit, lockAudit } from '../db/audit.ts';
import { getBrand, markQuietHours } from '../db/brand.ts';
import { listLineQuotas } from '../db/line-quota.ts';
import { forecastQuota } from '../line/forecast-quota.ts';
import { addAdminLineChannelRoutes } from './admin-line-channel-routes.ts';
import { addAdminLineCouponRoutes } from './admin-line-coupon-routes.ts';
import type { Guard } from './admin-routes.ts';
import { getAdmin } from './admin-session.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };
const monthDaysMax = 31;

/** When LINE messages go out, and how far the month's messages reach. */
export function addAdminLineRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  addAdminLineChannelRoutes(app, deps, guard);
  addAdminLineCouponRoutes(app, deps, guard);
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/line/sending`,
    preValidation: guard,
    schema: { response: { 200: lineSendingAnswerSchema, ...failures } },
    handler: async () => await describeSending(deps),
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/line/quiet-hours`,
    preValidation: guard,
    schema: { body: quietHoursSchema, response: { 200: adminDoneSchema, ...failures } },
    handler: async (request) => {
      const admin = await getAdmin(deps, request);
      const after = request.body;
      await deps.db.transaction().execute(async (trx) => {
        await lockAudit(trx);
        const before = (await getBrand(trx)).quietHours;
        await markQuietHours(trx, after);
        const about = { action: 'line.quiet-hours', subject: 'brand', atMs: deps.nowMs() };
        await insertAudit(trx, { admin, ...about, before, after });
      });
      return { kind: 'done' as const };
    },
  });
}

async function describeSending(deps: HqDeps): Promise<LineSendingAnswer> {
  const today = businessDate(deps.nowMs());
  const { quietHours } = await getBrand(deps.db);
  const samples = await listLineQuotas(deps.db, addDays(today, -monthDaysMax));
  const last = samples.at(-1);
  const forecast = forecastQuota(samples, { quota: last?.quota ?? null, today });
  const month =
    forecast === null || last === undefined ? null : { ...forecast, checkedAtMs: last.checkedAtMs };
  return { quietHours, month };
}
