import type { MemberError } from '../../../app/contract/member-pages.ts';

/**
 * The fields by which an answer is known, and their kinds. HQ checks its own answers whole; this only keeps
 * a stranger's page (a captive portal, an old proxy) from being taken for one.
 */
const shapes = {
  config: { brandName: 'string', consentVersion: 'string' },
  session: { session: 'string', bound: 'boolean', expiresAtMs: 'number' },
  home: { cardCode: 'string', cardSvg: 'string', points: 'number', tier: 'object' },
  code: { svg: 'string', showMs: 'number', expiresAtMs: 'number', serverTimeMs: 'number' },
  postings: { rows: 'array' },
  vouchers: { usable: 'array', past: 'array', offers: 'array' },
  exchange: { voucherId: 'string', points: 'number' },
  referral: { invited: 'number', rewarded: 'number' },
  done: { kind: 'string' },
  copy: { madeAtMs: 'number', member: 'object', more: 'boolean' },
} as const;

export type AnswerShape = keyof typeof shapes;

/** Whether a body looks like that answer. */
export function isOf(shape: AnswerShape, body: unknown): boolean {
  return hasFields(body, shapes[shape]);
}

/** Whether a body is HQ's refusal; one with a word this page does not know (a newer HQ) is not. */
export function isErrorBody(body: unknown): body is MemberError {
  return (
    hasFields(body, { error: 'string', message: 'string' }) &&
    errorCodes.has((body as MemberError).error)
  );
}

const everyCode: Record<MemberError['error'], true> = {
  'bad-request': true,
  'not-signed-in': true,
  'not-bound': true,
  'line-unreachable': true,
  'ticket-unknown': true,
  'ticket-expired': true,
  'ticket-used': true,
  'bound-elsewhere': true,
  'mobile-known': true,
  'no-match': true,
  'too-many-tries': true,
  'consent-needed': true,
  'not-enough-points': true,
  'not-available': true,
  busy: true,
  internal: true,
};
const errorCodes: ReadonlySet<string> = new Set(Object.keys(everyCode));

function hasFields(body: unknown, fields: Readonly<Record<string, string>>): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const values = body as Record<string, unknown>;
  return Object.entries(fields).every(([name, kind]) => {
    const value = values[name];
    if (kind === 'array') return Array.isArray(value);
    return typeof value === kind && value !== null;
  });
}
