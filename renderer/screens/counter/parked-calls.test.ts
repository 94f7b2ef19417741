import { expect, test } from 'vitest';
import { parkedRows, parkedStep, type ParkedRow } from './parked-calls.ts';

const row = (parkedAtMs: number): ParkedRow => ({
  parkedAtMs,
  memberId: null,
  nameMasked: null,
  amountText: '',
  vouchers: 0,
  otherDay: false,
});

test('none: park; one: back at once; several: choose, the newest first', () => {
  expect([
    parkedStep({}),
    parkedStep({ parked: [row(7)] }),
    parkedStep({ parked: [row(7), row(9)] }),
    parkedRows({ parked: [row(7), row(9)] }).map((one) => one.parkedAtMs),
  ]).toEqual([{ kind: 'park' }, { kind: 'recall', parkedAtMs: 7 }, { kind: 'choose' }, [9, 7]]);
});
