import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildRefundMessage } from './build-refund-message.ts';
import type { RefundMessageInput } from './build-refund-message.ts';
import { altTextCharsMax, bubbleBytesMax } from './message-parts.ts';

const refund: RefundMessageInput = {
  brandName: '山城茶舖',
  storeName: '站前店',
  saleNo: '1122-0042',
  atMs: Date.UTC(2026, 10, 21, 16, 5),
  language: 'zh-TW',
  mode: 'refund',
  moneyMinor: 1250,
  clawedBack: 12,
  returned: 100,
  balancePoints: -3,
  returnedVoucherNames: [{ 'zh-TW': '95 折', en: '5% off' }],
  cancelledVoucherNames: [{ 'zh-TW': '下次折五十', en: 'Fifty off next time' }],
};

/** All texts of a message in reading order. */
function textsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsOf);
  if (typeof node !== 'object' || node === null) return [];
  const part = node as Record<string, unknown>;
  const inner = [part.header, part.body, part.footer, part.contents].flatMap(textsOf);
  return typeof part.text === 'string' ? [part.text, ...inner] : inner;
}

describe('buildRefundMessage', () => {
  test('tells money, points and vouchers, in Chinese and in English', () => {
    const [chinese] = buildRefundMessage(refund);
    expect([chinese?.altText, textsOf(chinese?.contents)]).toEqual([
      '退貨已完成，退款 NT$1,250，目前共 -3 點。山城茶舖 站前店',
      [
        '山城茶舖',
        '站前店',
        '退貨已完成',
        '退款金額',
        'NT$1,250',
        '收回點數',
        '12 點',
        '退還點數',
        '100 點',
        '目前點數',
        '-3 點',
        '退還的優惠券',
        '95 折',
        '作廢的優惠券',
        '下次折五十',
        '2026-11-22 00:05　交易 1122-0042',
      ],
    ]);
    const plain = { clawedBack: 0, returned: 0, balancePoints: 5 };
    const none = { returnedVoucherNames: [], cancelledVoucherNames: [] };
    const english = { ...refund, ...plain, ...none, language: 'en', mode: 'void' } as const;
    const [message] = buildRefundMessage(english);
    expect([message?.altText, textsOf(message?.contents).slice(2)]).toEqual([
      'Sale cancelled: NT$1,250 back, 5 points in total. 山城茶舖 站前店',
      [
        'Sale cancelled',
        'Money back',
        'NT$1,250',
        'Your points',
        '5 points',
        '2026-11-22 00:05　Sale 1122-0042',
      ],
    ]);
  });

  test('whatever the names are, sizes hold and no text is empty', () => {
    const words = fc.string({ unit: 'binary', maxLength: 400 });
    const localized = fc.record({ 'zh-TW': words, en: words });
    const inputs = fc.record({
      brandName: words,
      storeName: words,
      saleNo: words,
      atMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
      language: fc.constantFrom('zh-TW' as const, 'en' as const),
      mode: fc.constantFrom('void' as const, 'refund' as const),
      moneyMinor: fc.nat({ max: 9_999_999 }),
      clawedBack: fc.nat(),
      returned: fc.nat(),
      balancePoints: fc.integer(),
      returnedVoucherNames: fc.array(localized, { maxLength: 20 }),
      cancelledVoucherNames: fc.array(localized, { maxLength: 50 }),
    });
    fc.assert(
      fc.property(inputs, (input) => {
        const [message] = buildRefundMessage(input);
        const bubble = JSON.stringify(message?.contents);
        expect(Buffer.byteLength(bubble)).toBeLessThanOrEqual(bubbleBytesMax);
        expect(message?.altText.length).toBeLessThanOrEqual(altTextCharsMax);
        expect(textsOf(message?.contents)).not.toContain('');
      }),
      { numRuns: 100 },
    );
  });
});
