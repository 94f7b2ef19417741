import { lineMessages } from './line-faults.ts';
import { makeUlid } from './make-ulid.ts';
import { refused, told } from './stand-in-state.ts';
import type { LineReply, LineRequest, StandInState } from './stand-in-state.ts';

/** A coupon as LINE keeps it; times in seconds. */
export type StandInCoupon = {
  readonly couponId: string;
  readonly title: string;
  status: 'RUNNING' | 'CLOSED';
  readonly createdTimestamp: number;
  readonly request: Readonly<Record<string, unknown>>;
};

const root = '/v2/bot/coupon';
const onePattern = /^\/v2\/bot\/coupon\/([0-9A-Z]{26})(\/close)?$/;
/** Coupons that count at the same time. LINE reference "Create a coupon". */
const openMax = 5_000;
const couponCodeCharsMax = 16;
const pageSizeUsual = 20;

/** What LINE answers about coupons; null = no such endpoint here. */
export function answerCoupon(state: StandInState, request: LineRequest): LineReply | null {
  const { method, path } = request;
  if (path === root && method === 'POST') return create(state, request.body);
  if (path === root && method === 'GET') return list(state, request.query);
  const [, couponId, close] = onePattern.exec(path) ?? [];
  if (couponId === undefined) return null;
  const coupon = state.coupons.get(couponId);
  if (close !== undefined && method === 'PUT') {
    if (coupon === undefined) return refused(404, lineMessages.notFound);
    if (coupon.status === 'CLOSED') return refused(410, 'The coupon is already closed');
    coupon.status = 'CLOSED';
    return told(200, {});
  }
  if (close !== undefined || method !== 'GET') return null;
  return coupon === undefined ? refused(404, lineMessages.notFound) : told(200, detail(coupon));
}

function create(state: StandInState, body: string): LineReply {
  const request = JSON.parse(body) as StandInCoupon['request'];
  const details = checkCouponLimits(request, state.nowMs());
  if (details.length > 0) return refused(400, lineMessages.invalidBody, details);
  const open = [...state.coupons.values()].filter(({ status }) => status === 'RUNNING');
  if (open.length >= openMax) return refused(400, 'The number of valid coupons has been exceeded');
  const nowMs = state.nowMs();
  const couponId = makeUlid(nowMs);
  state.coupons.set(couponId, {
    couponId,
    title: String(request['title']),
    status: 'RUNNING',
    createdTimestamp: Math.floor(nowMs / 1_000),
    request,
  });
  return told(200, { couponId });
}

/** What the reference limits and the OpenAPI document does not carry. LINE reference "Create a coupon". */
function checkCouponLimits(request: StandInCoupon['request'], nowMs: number): object[] {
  const wrong: object[] = [];
  const note = (property: string, message: string): void => void wrong.push({ property, message });
  const { couponCode, startTimestamp, endTimestamp, maxUseCountPerTicket } = request;
  if (couponCode !== undefined) {
    const length = String(couponCode).length;
    if (length < 1 || length > couponCodeCharsMax)
      note('couponCode', `Length must be between 1 and ${couponCodeCharsMax}`);
  }
  if (maxUseCountPerTicket !== 1 && maxUseCountPerTicket !== -1)
    note('maxUseCountPerTicket', 'must be 1 or -1');
  if (Number(startTimestamp) >= Number(endTimestamp))
    note('endTimestamp', 'must be after startTimestamp');
  if (Number(endTimestamp) * 1_000 <= nowMs) note('endTimestamp', 'must be in the future');
  for (const name of ['imageUrl', 'barcodeImageUrl']) {
    const url = request[name];
    if (url !== undefined && !/^https:\/\/\S{1,1990}$/.test(String(url)))
      note(name, 'must be HTTPS');
  }
  return wrong;
}

/** Pages are cut by the number of the coupon they begin at; LINE's own marks are opaque. */
function list({ coupons }: StandInState, query: URLSearchParams): LineReply {
  const limit = Number(query.get('limit') ?? pageSizeUsual);
  const wanted = query.getAll('status').flatMap((text) => text.split(','));
  const from = Number(query.get('start') ?? 0);
  const fitting = [...coupons.values()]
    .filter(({ status }) => wanted.length === 0 || wanted.includes(status))
    .toReversed();
  const items = fitting
    .slice(from, from + limit)
    .map(({ couponId, title }) => ({ couponId, title }));
  const next = from + limit;
  return told(200, next < fitting.length ? { items, next: String(next) } : { items });
}

function detail({ request, couponId, status, createdTimestamp }: StandInCoupon): object {
  return { ...request, maxTicketPerUser: 1, couponId, createdTimestamp, status };
}
