import { expect, it } from 'vitest';
import { readEntry } from './entry-query.ts';

const ticket = 'abcdefghijklmnopqrst_-';

it('reads what a link brought, from the address or from what LINE made of it', () => {
  expect([
    readEntry(''),
    readEntry(`?t=${ticket}`),
    readEntry(`?liff.state=${encodeURIComponent(`?t=${ticket}`)}`),
    readEntry(`?liff.state=${encodeURIComponent('/vouchers?i=abc')}&code=x`),
    readEntry(`?t=${ticket}%20&i=`),
    readEntry(`?i=${'9'.repeat(65)}`),
  ]).toEqual([
    { ticket: null, inviter: null },
    { ticket, inviter: null },
    { ticket, inviter: null },
    { ticket: null, inviter: 'abc' },
    { ticket: null, inviter: null },
    { ticket: null, inviter: null },
  ]);
});
