import {
  closeLineCouponSchema,
  lineCouponDoneSchema,
  lineCouponsAnswerSchema,
  publishLineCouponSchema,
} from '../../app/contract/hq-admin-line-coupon.ts';
import type {
  LineCouponCandidate,
  LineCouponsAnswer,
} from '../../app/contract/hq-admin-line-coupon.ts';
import { adminApiRoot, adminErrorSchema } from '../../app/contract/hq-admin.ts';
import type { Coupon } from '../../app/domain/program.ts';
import { businessDate } from '../../app/domain/time.ts';
import { codeProblems } from '../../app/line/build-line-coupon.ts';
import { countCouponUses, listLineCoupons } from '../db/line-coupons.ts';
import { programInForce } from '../db/program-in-force.ts';
import { listPrograms } from '../db/programs.ts';
import { drawCodeImage } from '../member/draw-code-image.ts';
import { closeLineCoupon, listRunningCoupons, publishLineCoupon } from '../line/line-coupon.ts';
import type { Guard } from './admin-routes.ts';
import { getAdmin } from './admin-session.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };
const rowsMax = 100;
const imagePath = '/line/coupon-code';

/** LINE's promotional coupons: what can be published, what was, and closing it. */
export function addAdminLineCouponRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/line/coupons`,
    preValidation: guard,
    schema: { response: { 200: lineCouponsAnswerSchema, ...failures } },
    handler: async () => await describe(deps),
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/line/coupons`,
    preValidation: guard,
    schema: { body: publishLineCouponSchema, response: { 200: lineCouponDoneSchema, ...failures } },
    handler: async (request) => {
      const { couponId, imageOrigin, ...wish } = request.body;
      const admin = await getAdmin(deps, request);
      const coupon = (await listCodeCoupons(deps)).find((one) => one.couponId === couponId);
      if (coupon === undefined) return { kind: 'unknown-coupon' as const };
      const barcodeImageUrl =
        imageOrigin === null ? null : imageUrlOf(imageOrigin, coupon.couponId);
      return await publishLineCoupon(deps, admin, { coupon, wish: { ...wish, barcodeImageUrl } });
    },
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/line/coupons/close`,
    preValidation: guard,
    schema: { body: closeLineCouponSchema, response: { 200: lineCouponDoneSchema, ...failures } },
    handler: async (request) =>
      await closeLineCoupon(deps, await getAdmin(deps, request), request.body.lineCouponId),
  });
  addCodeImage(app, deps);
}

/** The bars of a code that is for everybody: LINE fetches them when the coupon is made, and keeps its copy. */
function addCodeImage(app: HqApp, deps: HqDeps): void {
  app.get(`${imagePath}/:name`, { schema: { hide: true } }, async (request, reply) => {
    const { name = '' } = request.params as { name?: string };
    const coupon = (await listCodeCoupons(deps)).find((one) => `${one.couponId}.png` === name);
    if (coupon === undefined || codeProblems(coupon).length > 0) {
      const { status, body } = refuse('not-found', 'there is no such code');
      return reply.code(status).send(body);
    }
    const image = await drawCodeImage(coupon.code ?? '');
    return reply.type('image/png').send(image);
  });
}

function imageUrlOf(origin: string, couponId: string): string {
  return `${origin}${imagePath}/${encodeURIComponent(couponId)}.png`;
}

/** Those of the rules in force that are used by one code for all. */
async function listCodeCoupons(deps: HqDeps): Promise<readonly Coupon[]> {
  const programs = await listPrograms(deps.db);
  const program = programInForce(programs.values(), businessDate(deps.nowMs()));
  return (program?.coupons ?? []).filter(({ trigger }) => trigger === 'code');
}

async function describe(deps: HqDeps): Promise<LineCouponsAnswer> {
  const { client } = deps.lineChannel.current();
  const [coupons, published, running] = await Promise.all([
    listCodeCoupons(deps),
    listLineCoupons(deps.db, { limit: rowsMax }),
    client === null ? null : listRunningCoupons(deps, client),
  ]);
  const uses = await countCouponUses(deps.db, [...new Set(published.map((row) => row.couponId))]);
  const own = new Set(published.map(({ lineCouponId }) => lineCouponId));
  return {
    today: businessDate(deps.nowMs()),
    hasToken: client !== null,
    candidates: coupons.map(candidateOf),
    rows: published.map((row) => ({ ...row, uses: uses.get(row.couponId) ?? 0 })),
    strangers: running?.filter(({ lineCouponId }) => !own.has(lineCouponId)) ?? null,
  };
}

function candidateOf(coupon: Coupon): LineCouponCandidate {
  const { couponId, name, code, limits, validFrom, validUntil } = coupon;
  const { perMember, perMemberPerDay } = limits;
  return {
    couponId,
    name,
    code: code ?? '',
    perMember,
    perMemberPerDay,
    validFrom,
    validUntil,
    problems: codeProblems(coupon),
  };
}
