import { expect, test } from 'vitest';
import { counterViewSchema } from '../../app/contract/counter-view.ts';
import { syncViewSchema } from '../../app/contract/house-views.ts';
import { notices } from '../../app/counter/notice-codes.ts';
import type { VoucherBlock } from '../../app/counter/voucher-block.ts';
import type { diskTrouble } from '../../app/db/disk-trouble.ts';
import type { SaleRefusal } from '../../app/domain/evaluate-sale.ts';
import type { EnrolRefusal } from '../../app/sync/enrol-counter.ts';

type Words = Readonly<Record<string, string>>;
/** The parts of the screen's texts that answer the counter's codes. */
type Texts = {
  readonly notice: Words;
  readonly cause: Words;
  readonly blocked: Words;
  readonly spendBlocked: Words;
  readonly refused: Readonly<Record<string, string | Words>>;
  readonly sync: { readonly reason: Words };
};

/** The screen's texts, read as data: no other code may lean on the screen. */
async function readTexts(file: string, name: string): Promise<Texts> {
  const url = new URL(`../../renderer/i18n/${file}`, import.meta.url);
  const module = (await import(/* @vite-ignore */ url.href)) as Record<string, Texts>;
  return module[name]!;
}

const languages = {
  'zh-TW': await readTexts('zh-tw.ts', 'zhTw'),
  en: await readTexts('en.ts', 'en'),
};

/** Every code of a union; the compiler sees that none is missing or too many. */
const codesOf = <C extends string>(codes: Record<C, true>): readonly C[] =>
  Object.keys(codes) as C[];

const enrolRefusals = codesOf<EnrolRefusal>({
  'bad-address': true,
  'code-unknown': true,
  'code-expired': true,
  'too-many-tries': true,
  'hq-unreachable': true,
  'not-hq': true,
  'hq-failing': true,
  clock: true,
});
const diskTroubles = codesOf<NonNullable<ReturnType<typeof diskTrouble>>>({
  full: true,
  'read-only': true,
  failing: true,
});
const saleRefusals = codesOf<SaleRefusal['refusal']['code']>({
  'amount-not-positive': true,
  'amount-too-large': true,
  'amount-not-whole': true,
  'no-redemption': true,
  'redeem-needs-scan': true,
  'redeem-needs-token': true,
  'redeem-exceeds-total': true,
  'redeem-above-max': true,
  'redeem-not-step': true,
  'redeem-min-above-max': true,
  'redeem-below-min': true,
  'redeem-cart-min': true,
  'points-short': true,
  'reward-unknown': true,
  'reward-refused': true,
  'value-expired': true,
  'value-short': true,
  'value-exceeds-total': true,
});
/** Why points cannot pay, of which the screen has a short form. */
const spendBlocks = saleRefusals.filter(
  (code) => code === 'no-redemption' || code === 'points-short' || code.startsWith('redeem-'),
);
/** Why a voucher on the list cannot be used: what the counter knows of it, and what the rules say. */
const voucherBlocks = codesOf<VoucherBlock['code']>({
  'voucher-used': true,
  'voucher-used-before': true,
  'voucher-cancelled': true,
  'voucher-needs-hq': true,
  'program-missing': true,
  'voucher-of-other-member': true,
  'voucher-not-yet-valid': true,
  'voucher-expired': true,
  'voucher-unknown-coupon': true,
  'voucher-listed-twice': true,
  'voucher-used-up': true,
  'voucher-needs-scan': true,
  'voucher-needs-token': true,
  'voucher-time-unknown': true,
  'code-unknown': true,
  'not-this-time': true,
  'not-this-tier': true,
  'not-this-store': true,
  'not-this-channel': true,
  'discount-too-small': true,
  'outside-program': true,
  'not-birthday': true,
  'not-new-member': true,
  'not-first-purchase': true,
  'needs-goods': true,
  'needs-code': true,
  'no-goods-in-scope': true,
  'too-many-units': true,
  'too-much-spend': true,
  'limit-program': true,
  'limit-day': true,
  'limit-store-day': true,
  'limit-member': true,
  'limit-member-day': true,
  'too-many-vouchers': true,
  'no-discount-left': true,
  'min-spend': true,
  'min-units': true,
  'better-one-used': true,
});

const missingIn = (words: Words, codes: readonly string[]): readonly string[] =>
  codes.filter((code) => (words[code] ?? '').trim() === '');

test.each(Object.entries(languages))(
  '%s: each notice has its sentence, of only the values the notice carries',
  (_language, words) => {
    const sentences = words.notice;
    const troubles = Object.entries(notices).flatMap(([code, notice]) => {
      const carried: readonly string[] = notice.params;
      const used = [...(sentences[code] ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(
        ([, name = '']) => name,
      );
      return used.filter((name) => !carried.includes(name)).map((name) => `${code}: {{${name}}}`);
    });
    expect([missingIn(sentences, Object.keys(notices)), troubles]).toEqual([[], []]);
  },
);

test.each(Object.entries(languages))(
  '%s: every refusal a call or the rules can answer has its sentence',
  (_language, words) => {
    const [refused] = counterViewSchema.options;
    const refusedViews = refused.shape.code.options;
    const syncReasons = syncViewSchema.shape.reason.unwrap().options;
    const untold = refusedViews.filter((code) => {
      const screen = words.refused[code];
      return typeof screen !== 'object' || missingIn(screen, ['title', 'what', 'todo']).length > 0;
    });
    expect({
      connect: missingIn(words.cause, enrolRefusals),
      disk: missingIn(words.cause, diskTroubles),
      rules: missingIn(words.notice, saleRefusals),
      blocked: missingIn(words.blocked, voucherBlocks),
      spend: missingIn(words.spendBlocked, spendBlocks),
      views: untold,
      sync: missingIn(words.sync.reason, syncReasons),
    }).toEqual({
      connect: [],
      disk: [],
      rules: [],
      blocked: [],
      spend: [],
      views: [],
      sync: [],
    });
  },
);

test('the rules and the queue refuse only with codes the counter has a notice for', () => {
  const known = new Set<string>(Object.keys(notices));
  const others = [...saleRefusals, 'queue-full', 'connect-busy', 'internal'];
  expect(others.filter((code) => !known.has(code))).toEqual([]);
});
