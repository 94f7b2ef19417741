import { expect, test } from 'vitest';
import type { SaleId } from './ids.ts';
import { matchRefundKey } from './refund-key.ts';
import type { KeyedRefund } from './refund-key.ts';
import type { RefundRequest } from './refund.ts';

function keyed(request: RefundRequest, parts: Partial<KeyedRefund> = {}): KeyedRefund {
  return { saleId: 's' as SaleId, mode: 'refund', request, ...parts };
}

const all: RefundRequest = { kind: 'all' };
const forty: RefundRequest = { kind: 'amount', amountMinor: 40 };

function lines(...asked: readonly (readonly [number, number])[]): RefundRequest {
  return { kind: 'lines', lines: asked.map(([line, qty]) => ({ line, qty })) };
}

test.each<[string, KeyedRefund | null, KeyedRefund]>([
  ['new', null, keyed(all)],
  ['replayed', keyed(all), keyed(all)],
  ['replayed', keyed(forty), keyed({ ...forty })],
  ['replayed', keyed(lines([0, 1], [1, 2])), keyed(lines([1, 2], [0, 1]))],
  ['replayed', keyed(lines([0, 1], [0, 1])), keyed(lines([0, 2]))],
  ['replayed', keyed(all, { mode: 'void' }), keyed(forty, { mode: 'void' })],
  ['conflict', keyed(forty), keyed({ kind: 'amount', amountMinor: 50 })],
  ['conflict', keyed(forty), keyed(all)],
  ['conflict', keyed(all), keyed(forty)],
  ['conflict', keyed(lines([0, 1])), keyed(all)],
  ['conflict', keyed(lines([0, 1])), keyed(lines([0, 2]))],
  ['conflict', keyed(lines([0, 1])), keyed(lines([1, 1]))],
  ['conflict', keyed(lines([0, 1])), keyed(lines([0, 1], [1, 1]))],
  ['conflict', keyed(all), keyed(all, { mode: 'void' })],
  ['conflict', keyed(all), keyed(all, { saleId: 'other' as SaleId })],
  ['conflict', keyed(all, { mode: 'void' }), keyed(all, { saleId: 't' as SaleId, mode: 'void' })],
])('%s: %o, %o', (answer, known, asked) => {
  expect(matchRefundKey(known, asked)).toBe(answer);
});
