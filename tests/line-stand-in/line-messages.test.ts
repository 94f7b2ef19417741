import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flexBubbleSchema } from '../../app/contract/hq-admin-line-preview.ts';
import {
  lineSampleKindSchema,
  lineSampleSizeSchema,
} from '../../app/contract/hq-admin-line-preview.ts';
import { languageSchema } from '../../app/contract/language.ts';
import { buildExpiringMessage } from '../../app/line/build-expiring-message.ts';
import { buildExchangeMessage, buildGiftMessage } from '../../app/line/build-gift-message.ts';
import { buildReferralUndoneMessage } from '../../app/line/build-referral-undone-message.ts';
import { buildRefundMessage } from '../../app/line/build-refund-message.ts';
import { buildSaleMessage } from '../../app/line/build-sale-message.ts';
import { buildTierMessage } from '../../app/line/build-tier-message.ts';
import { buildWelcomeMessage } from '../../app/line/build-welcome-message.ts';
import { textsOf } from '../../app/line/message-texts.fixture.ts';
import { sampleMessages } from '../../app/line/sample-messages.ts';
import { isStoredPush, serializePush } from '../../app/line/serialize-push.ts';
import { checkLineLimits } from './check-line-limits.ts';
import { readLineOpenApi } from './read-line-open-api.ts';
import { lineOpenApiDir } from './start-line-stand-in.ts';

const openApi = readLineOpenApi(lineOpenApiDir());
const to = `U${'0a'.repeat(16)}`;
const altTextUnitsMax = 400;

type Messages = ReturnType<typeof buildSaleMessage>;

/** Everything LINE, our own limits and HQ's preview would find wrong with a push of these messages. */
function faultsOf(messages: Messages): string[] {
  const body = serializePush({ to, messages });
  const read = JSON.parse(body) as { messages: { altText: string; contents: unknown }[] };
  return [
    ...(openApi?.checkRequest('/v2/bot/message/push', read) ?? []),
    ...checkLineLimits(read.messages).map(({ property, message }) => `${property}: ${message}`),
    ...(isStoredPush(body) ? [] : ['not a stored push']),
    ...read.messages.flatMap(({ altText, contents }) => [
      ...(altText.length > altTextUnitsMax ? ['a long alt text'] : []),
      ...(!/[\p{Cs}\p{Cc}\u202A-\u202E]/u.test(altText) ? [] : ['odd alt text']),
      ...(flexBubbleSchema.safeParse(contents).success ? [] : ['cannot be previewed']),
      ...textsOf(contents).flatMap((text) => (/\p{Cs}/u.test(text) ? ['half a character'] : [])),
    ]),
  ];
}

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  // As many bytes as a text may have, in UTF-8 and in JSON.
  fc.constantFrom('𠮷'.repeat(200), '"\\'.repeat(100), 'ก้'.repeat(90), '👨‍👩‍👧‍👦'.repeat(40), ''),
);
const localized = fc.record({ 'zh-TW': words, en: words });
const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const points = fc.nat();
const whole = fc.integer();
const names = fc.array(localized, { maxLength: 50 });
const voucher = fc.record({ name: localized, validFrom: day, validUntil: day, uses: points });
const vouchers = fc.array(voucher, { maxLength: 50 });
const share = fc.double({ min: -1, max: 2, noNaN: true });
const progress = fc.option(fc.record({ name: localized, missingMinor: points, share }));
const facts = {
  brandName: words,
  atMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  language: fc.constantFrom(...languageSchema.options),
  memberPageUrl: fc.option(fc.constant('https://liff.line.me/2000000001-AbcdEfgh')),
};
const expiring = fc.record({ points, expiresOn: day });

const anyMessages: fc.Arbitrary<Messages> = fc.oneof(
  fc
    .record({
      ...facts,
      storeName: words,
      saleNo: words,
      paidMinor: points,
      points,
      pointsSpent: points,
      balancePoints: whole,
      expiring: fc.option(expiring),
      tier: fc.option(
        fc.record({
          kind: fc.constantFrom('reached' as const, 'renewed' as const),
          name: localized,
          until: fc.option(day),
        }),
      ),
      progress,
      reasons: names,
      usedVoucherNames: names,
      issuedVouchers: vouchers,
      stamps: fc.array(fc.record({ name: localized, added: points }), { maxLength: 50 }),
    })
    .map(buildSaleMessage),
  fc
    .record({
      ...facts,
      storeName: words,
      saleNo: words,
      mode: fc.constantFrom('void' as const, 'refund' as const),
      moneyMinor: points,
      clawedBack: points,
      returned: points,
      balancePoints: whole,
      returnedVoucherNames: names,
      cancelledVoucherNames: names,
    })
    .map(buildRefundMessage),
  fc
    .record({
      ...facts,
      occasion: fc.constantFrom('birthday' as const, 'referral', 'sign-up', 'exchange', 'gift'),
      points,
      pointsUntil: fc.option(day),
      pointsSpent: points,
      balancePoints: whole,
      vouchers,
    })
    .map(buildGiftMessage),
  fc
    .record({ ...facts, pointsSpent: points, balancePoints: whole, voucher })
    .map(buildExchangeMessage),
  fc
    .record({ ...facts, points, balancePoints: whole, cancelledVoucherNames: names })
    .map(buildReferralUndoneMessage),
  fc.record({ ...facts, points: expiring, vouchers }).map(buildExpiringMessage),
  fc
    .record({
      ...facts,
      step: fc.constantFrom('raised' as const, 'kept', 'lowered'),
      tierName: localized,
      until: fc.option(day),
      beforeName: fc.option(localized),
      progress,
    })
    .map(buildTierMessage),
  fc
    .record({
      ...facts,
      balancePoints: whole,
      tierName: fc.option(localized),
      vouchers,
      marketing: fc.boolean(),
    })
    .map(buildWelcomeMessage),
);

describe('the messages HQ sends', () => {
  test('whatever the facts are, LINE takes them and HQ can show them', () => {
    fc.assert(
      fc.property(anyMessages, (messages) => {
        expect(faultsOf(messages)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('every sample of HQ’s preview is one, in its own words in every language', () => {
    for (const kind of lineSampleKindSchema.options) {
      for (const size of lineSampleSizeSchema.options) {
        const all = languageSchema.options.map((language) => {
          const about = { brandName: '山城茶舖', atMs: Date.UTC(2026, 10, 22), language, size };
          const messages = sampleMessages(kind, {
            ...about,
            memberPageUrl: 'https://liff.line.me/1',
          });
          expect(faultsOf(messages)).toEqual([]);
          return messages[0]?.altText;
        });
        expect(new Set(all).size).toBe(languageSchema.options.length);
      }
    }
  });

  test('what is read in Japanese or Thai has no Chinese sentence in it', () => {
    for (const kind of lineSampleKindSchema.options) {
      for (const language of ['ja', 'th'] as const) {
        const about = { brandName: 'Tea', atMs: Date.UTC(2026, 10, 22), language };
        const [message] = sampleMessages(kind, { ...about, memberPageUrl: null, size: 'short' });
        const said = textsOf(message?.contents).filter((text) => text !== '站前店');
        // Thai has no Han at all; Japanese never our Chinese names.
        const isStray = (text: string) =>
          language === 'th'
            ? /\p{sc=Han}/u.test(text.replace('站前店', ''))
            : /[點優惠卡會員]{3}/u.test(text);
        expect([kind, language, said.filter(isStray)]).toEqual([kind, language, []]);
      }
    }
  });
});
