import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { altTextCharsMax, bubbleBytesMax, buildSaleMessage } from './build-sale-message.ts';
import type { SaleMessageInput } from './build-sale-message.ts';
import { isStoredPush, serializePush } from './serialize-push.ts';

const sale: SaleMessageInput = {
  brandName: '山城茶舖',
  storeName: '站前店',
  saleNo: '1122-0042',
  atMs: Date.UTC(2026, 10, 21, 16, 5),
  language: 'zh-TW',
  paidMinor: 1250,
  points: 12,
  pointsSpent: 0,
  balancePoints: 13_345,
  expiring: null,
  reachedTierName: null,
  reasons: [{ 'zh-TW': '每 NT$100 得 1 點', en: '1 point for each NT$100' }],
  usedVoucherNames: [{ 'zh-TW': '95 折', en: '5% off' }],
  issuedVoucherNames: [],
  stamps: [],
};
const to = `U${'0a'.repeat(16)}`;

/** All texts of a message in reading order. */
function textsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsOf);
  if (typeof node !== 'object' || node === null) return [];
  const part = node as Record<string, unknown>;
  const inner = [part.header, part.body, part.footer, part.contents].flatMap(textsOf);
  return typeof part.text === 'string' ? [part.text, ...inner] : inner;
}

describe('buildSaleMessage', () => {
  test('tells a member the points first, in Chinese and in English', () => {
    const [chinese] = buildSaleMessage(sale);
    const [english] = buildSaleMessage({ ...sale, language: 'en' });
    expect([chinese?.altText, textsOf(chinese?.contents)]).toEqual([
      '獲得 12 點，目前共 13,345 點。山城茶舖 站前店 消費 NT$1,250',
      [
        '山城茶舖',
        '站前店',
        '+12 點',
        '目前點數',
        '13,345 點',
        '實付金額',
        'NT$1,250',
        '使用的優惠券',
        '95 折',
        '點數說明',
        '每 NT$100 得 1 點',
        '2026-11-22 00:05　交易 1122-0042',
      ],
    ]);
    expect([english?.altText, textsOf(english?.contents)]).toEqual([
      'You earned 12 points, 13,345 in total. NT$1,250 at 山城茶舖 站前店',
      [
        '山城茶舖',
        '站前店',
        '+12 points',
        'Your points',
        '13,345 points',
        'Paid',
        'NT$1,250',
        'Vouchers used',
        '5% off',
        'How the points came about',
        '1 point for each NT$100',
        '2026-11-22 00:05　Sale 1122-0042',
      ],
    ]);
  });

  test('tells what was spent, given, stamped and reached, and what lapses next', () => {
    const rich: SaleMessageInput = {
      ...sale,
      pointsSpent: 100,
      expiring: { points: 1_200, expiresOn: '2026-12-31' },
      reachedTierName: { 'zh-TW': '金卡', en: 'Gold' },
      reasons: [],
      usedVoucherNames: [],
      issuedVoucherNames: [{ 'zh-TW': '下次折五十', en: 'Fifty off next time' }],
      stamps: [{ name: { 'zh-TW': '咖啡', en: 'Coffee' }, added: 2 }],
    };
    const [chinese] = buildSaleMessage(rich);
    const [english] = buildSaleMessage({ ...rich, language: 'en' });
    expect([chinese?.altText, textsOf(chinese?.contents).slice(3, -1)]).toEqual([
      '恭喜升級為金卡！獲得 12 點，目前共 13,345 點。山城茶舖 站前店 消費 NT$1,250',
      [
        '會員等級',
        '金卡',
        '使用點數',
        '100 點',
        '目前點數',
        '13,345 點',
        '即將到期',
        '1,200 點，2026-12-31 前有效',
        '實付金額',
        'NT$1,250',
        '獲得的優惠券',
        '下次折五十',
        '集點卡',
        '咖啡 +2',
      ],
    ]);
    expect([english?.altText, textsOf(english?.contents).slice(3, 7)]).toEqual([
      'You are now Gold! You earned 12 points, 13,345 in total. NT$1,250 at 山城茶舖 站前店',
      ['Member level', 'Gold', 'Points used', '100 points'],
    ]);
  });

  test('a sale that earned nothing does not claim a gain', () => {
    const [message] = buildSaleMessage({ ...sale, points: 0 });
    expect(message?.altText).toBe('消費 NT$1,250 已記錄，目前共 13,345 點。山城茶舖 站前店');
  });

  test('a name cannot turn the message around, break lines or be cut inside a character', () => {
    const [message] = buildSaleMessage({
      ...sale,
      brandName: '\u202Eevil\n\n\u0007名',
      storeName: '𠮷'.repeat(300),
      usedVoucherNames: [],
      reasons: Array.from({ length: 50 }, (_, i) => ({ 'zh-TW': `理由${i}`, en: `reason ${i}` })),
    });
    const texts = textsOf(message?.contents);
    expect(texts.slice(0, 2)).toEqual(['evil 名', `${'𠮷'.repeat(99)}…`]);
    expect(texts.slice(-3)).toEqual(['理由9', '其他 40 項', '2026-11-22 00:05　交易 1122-0042']);
  });

  test('whatever the names are, sizes hold, no text is empty, and the stored body is sent as it is', () => {
    const words = fc.string({ unit: 'binary', maxLength: 400 });
    const localized = fc.record({ 'zh-TW': words, en: words });
    const inputs = fc.record({
      brandName: words,
      storeName: words,
      saleNo: words,
      atMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
      language: fc.constantFrom('zh-TW' as const, 'en' as const),
      paidMinor: fc.nat({ max: 9_999_999 }),
      points: fc.nat(),
      pointsSpent: fc.nat(),
      expiring: fc.option(fc.record({ points: fc.nat(), expiresOn: fc.constant('2027-12-31') })),
      reachedTierName: fc.option(localized),
      balancePoints: fc.integer(),
      reasons: fc.array(localized, { maxLength: 50 }),
      usedVoucherNames: fc.array(localized, { maxLength: 20 }),
      issuedVoucherNames: fc.array(localized, { maxLength: 50 }),
      stamps: fc.array(fc.record({ name: localized, added: fc.nat() }), { maxLength: 50 }),
    });
    fc.assert(
      fc.property(inputs, (input) => {
        const messages = buildSaleMessage(input);
        const [message] = messages;
        const bubble = JSON.stringify(message?.contents);
        expect(Buffer.byteLength(bubble)).toBeLessThanOrEqual(bubbleBytesMax);
        expect(message?.altText.length).toBeLessThanOrEqual(altTextCharsMax);
        expect(textsOf(message?.contents)).not.toContain('');
        const body = serializePush({ to, messages });
        expect([isStoredPush(body), JSON.stringify(JSON.parse(body))]).toEqual([true, body]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('serializePush', () => {
  test('refuses what LINE would refuse', () => {
    const messages = buildSaleMessage(sale);
    const six = Array.from({ length: 6 }, () => messages[0]!);
    const huge = [{ type: 'text' as const, text: 'x'.repeat(210 * 1024) }];
    for (const bad of [
      { to: 'U123', messages },
      { to: `U${'0A'.repeat(16)}`, messages },
      { to: `${to}\n`, messages },
      { to, messages: [] },
      { to, messages: six },
      { to, messages: huge },
    ]) {
      expect(() => serializePush(bad)).toThrow();
    }
  });

  test('a stored body that is not ours is not sent', () => {
    const body = serializePush({ to, messages: buildSaleMessage(sale) });
    const cut = body.slice(0, -2);
    const others = ['', '{', '[]', 'null', '{"to":"x","messages":[{}]}', ` ${body}`, cut];
    expect(others.filter(isStoredPush)).toEqual([]);
  });
});
