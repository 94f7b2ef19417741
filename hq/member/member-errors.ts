import type { MemberError } from '../../app/contract/member-pages.ts';
import { refusalOf } from '../server/hq-errors.ts';

/** A refusal of the member pages' API with its HTTP status. */
export type MemberRefusal = { readonly status: number; readonly body: MemberError };

const statusOf: { readonly [E in MemberError['error']]: number } = {
  'bad-request': 400,
  'not-signed-in': 401,
  'no-match': 404,
  'ticket-unknown': 404,
  'not-bound': 409,
  'bound-elsewhere': 409,
  'mobile-known': 409,
  'consent-needed': 409,
  'not-enough-points': 409,
  'not-available': 409,
  'ticket-expired': 410,
  'ticket-used': 410,
  'too-many-tries': 429,
  internal: 500,
  'line-unreachable': 503,
  busy: 503,
};

const messages: { readonly [E in MemberError['error']]: string } = {
  'bad-request': 'the request is not of its schema',
  'not-signed-in': 'sign in to LINE again',
  'no-match': 'no member has this card and this mobile number',
  'ticket-unknown': 'there is no such code',
  'not-bound': 'this LINE account is bound to nobody',
  'bound-elsewhere': 'this LINE account, or this member, is bound elsewhere',
  'mobile-known': 'the number is a member’s already',
  'consent-needed': 'the notice changed, or was not agreed to',
  'not-enough-points': 'not enough points',
  'not-available': 'this cannot be had now',
  'ticket-expired': 'the code has expired',
  'ticket-used': 'the code was used',
  'too-many-tries': 'too many tries, come again in an hour',
  internal: 'HQ failed; see its log',
  'line-unreachable': 'LINE cannot be asked now',
  busy: 'HQ is busy, try again',
};

/** A refusal in the one form of this API. */
export function refuseMember(
  error: MemberError['error'],
  message: string = messages[error],
): MemberRefusal {
  return { status: statusOf[error], body: { error, message: message.slice(0, 300) } };
}

/** What to answer for something thrown: as HQ's other routes, in the words of this API. */
export function memberRefusalOf(error: unknown): MemberRefusal {
  const { status, body } = refusalOf(error);
  if (status >= 400 && status < 500)
    return { ...refuseMember('bad-request', body.message), status };
  if (status === 503) return refuseMember('busy');
  return refuseMember('internal');
}
