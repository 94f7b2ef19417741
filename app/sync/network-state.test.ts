import { expect, test } from 'vitest';
import { failure, networkWhy, readFetchError, readStatus } from './network-state.ts';

/** As undici throws: the code sits in the cause, of several causes in an AggregateError. */
const fetchError = (code: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
const manyCauses = new TypeError('fetch failed', {
  cause: new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]),
});

/** As undici throws when the answer is not HTTP at all: no code, only a name. */
const notHttp = Object.assign(new Error('x'), { name: 'HTTPParserError', code: undefined });

test('what fetch throws is named', () => {
  const errors = [
    fetchError('ENOTFOUND'),
    fetchError('UND_ERR_SOCKET'),
    fetchError('CERT_HAS_EXPIRED'),
    fetchError('CERT_NOT_YET_VALID'),
    fetchError('ERR_TLS_CERT_ALTNAME_INVALID'),
    fetchError('DEPTH_ZERO_SELF_SIGNED_CERT'),
    fetchError('HPE_INVALID_CONSTANT'),
    new TypeError('fetch failed', { cause: notHttp }),
    manyCauses,
    new Error('odd'),
    'text',
  ];
  expect(
    errors.map((error) => readFetchError(error)).map(({ reason, code }) => [reason, code]),
  ).toEqual([
    ['unreachable', 'ENOTFOUND'],
    ['unreachable', 'UND_ERR_SOCKET'],
    ['clock', 'CERT_HAS_EXPIRED'],
    ['clock', 'CERT_NOT_YET_VALID'],
    ['not-hq', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['not-hq', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['not-hq', 'HPE_INVALID_CONSTANT'],
    ['not-hq', 'HTTPParserError'],
    ['unreachable', 'ECONNREFUSED'],
    ['unreachable', 'Error'],
    ['unreachable', 'unknown'],
  ]);
});

test('no network and no such name have their own sentences', () => {
  const codes = [
    'ENETUNREACH',
    'ERR_INTERNET_DISCONNECTED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNRESET',
  ];
  expect(codes.map((code) => networkWhy(readFetchError(fetchError(code))))).toEqual([
    'no-link',
    'no-link',
    'no-name',
    'no-name',
    null,
  ]);
});

test('statuses are named; a refusal counts only in HQ’s own words', () => {
  const reasons = [
    readStatus(302, false, null),
    readStatus(403, false, null),
    readStatus(403, true, null),
    readStatus(404, true, null),
    readStatus(429, true, '7'),
    readStatus(502, false, null),
    readStatus(503, true, '999999'),
    readStatus(511, false, null),
    failure('hq-failing', 'x', 'Wed, 21 Oct 2026 07:28:00 GMT'),
  ].map(({ reason, retryAfterMs }) => [reason, retryAfterMs]);
  expect(reasons).toEqual([
    ['not-hq', null],
    ['not-hq', null],
    ['refused', null],
    ['refused', null],
    ['hq-failing', 7_000],
    ['hq-failing', null],
    ['hq-failing', 300_000],
    ['not-hq', null],
    ['hq-failing', null],
  ]);
});
