import { expect, test } from 'vitest';
import { counterViewSchema, syncViewSchema } from '../../app/contract/counter-view.ts';
import { notices, type NoticeCode } from '../../app/counter/notice-codes.ts';
import type { diskTrouble } from '../../app/db/disk-trouble.ts';
import type { SaleRefusal } from '../../app/domain/evaluate-sale.ts';
import type { EnrolRefusal } from '../../app/sync/enrol-counter.ts';

type Words = Readonly<Record<string, string>>;
/** The parts of the screen's texts that answer the counter's codes. */
type Texts = {
  readonly notice: Words;
  readonly cause: Words;
  readonly blocked: Words;
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
const saleRefusals = codesOf<SaleRefusal['code']>({
  'amount-not-positive': true,
  'amount-too-large': true,
  'amount-not-whole': true,
  'unknown-tier': true,
  'too-many-vouchers': true,
  'voucher-of-other-member': true,
  'voucher-not-yet-valid': true,
  'voucher-expired': true,
  'voucher-unknown-coupon': true,
  'voucher-listed-twice': true,
  'voucher-min-spend': true,
});
/** What the screen says of a voucher that `judgeVoucher` blocks. */
const voucherBlocks: readonly NoticeCode[] = [
  'voucher-used',
  'voucher-used-before',
  'voucher-cancelled',
  'voucher-of-other-member',
  'voucher-needs-card',
  'voucher-not-yet-valid',
  'voucher-expired',
  'voucher-unknown-coupon',
  'voucher-min-spend',
  'too-many-vouchers',
  'program-missing',
];

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
      views: untold,
      sync: missingIn(words.sync.reason, syncReasons),
    }).toEqual({ connect: [], disk: [], rules: [], blocked: [], views: [], sync: [] });
  },
);

test('the rules and the queue refuse only with codes the counter has a notice for', () => {
  const known = new Set<string>(Object.keys(notices));
  const others = [...saleRefusals, ...voucherBlocks, 'queue-full', 'connect-busy', 'internal'];
  expect(others.filter((code) => !known.has(code))).toEqual([]);
});
