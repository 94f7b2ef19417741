import type { Language } from '../../app/contract/language.ts';
import type { StoreId } from '../../app/domain/ids.ts';
import type { Coupon, CouponEffect } from '../../app/domain/program.ts';
import { dayIn } from './member-words.ts';
import { inWords } from './rules-of-today.ts';
import type { Rules } from './rules-of-today.ts';
import { termsWords } from './terms-words.ts';
import type { TermsWords } from './terms-words.ts';

/** What terms name by id: tiers in the rules, stores by their names. */
export type TermsNames = Pick<Rules, 'all'> & { readonly stores: ReadonlyMap<StoreId, string> };

const linesMax = 10;
const lineCharsMax = 200;

/** How a voucher can be used, as a member is told: a line for each thing, what it does first. */
export function termsOf(coupon: Coupon, names: TermsNames, language: Language): string[] {
  const words = termsWords(language);
  const lines = [
    effectTerm(coupon.effect, words, language),
    ...goodsTerms(coupon, words),
    ...whenTerms(coupon, { names, words, language }),
    ...(coupon.stacks ? [] : [words.alone]),
  ];
  return lines.slice(0, linesMax).map((line) => line.slice(0, lineCharsMax));
}

function effectTerm(effect: CouponEffect, words: TermsWords, language: Language): string {
  switch (effect.kind) {
    case 'amount':
      return words.amountOff(effect.amountMinor);
    case 'percent': {
      const off = words.shareOff(effect.offBps);
      if (effect.maxMinor === null) return off;
      const max = words.atMost(effect.maxMinor);
      return language === 'zh-TW' || language === 'ja' ? `${off}（${max}）` : `${off} (${max})`;
    }
    case 'unit-price':
      return words.unitPrice(effect.unitMinor, effect.unitsMax);
    case 'cheapest':
      return words.cheapest(effect.units, words.shareOff(effect.offBps));
    case 'free-units':
      return words.freeUnits(effect.units);
    case 'buy-get':
      return words.buyGet(effect.buyUnits, effect.getUnits, words.shareOff(effect.offBps));
    case 'bundle-price':
      return words.bundle(effect.units, effect.priceMinor);
    case 'goods':
      return words.goods(effect.units, inWords(effect.name, language));
  }
}

/** Articles are named by numbers in rules, which tell a member nothing. */
function goodsTerms({ scope }: Coupon, words: TermsWords): string[] {
  const names = [scope.skus, scope.categories, scope.labels].some((some) => some.length > 0);
  if (names) return [words.someGoods];
  const excepts = [scope.exceptSkus, scope.exceptCategories, scope.exceptLabels];
  return excepts.some((some) => some.length > 0) ? [words.notAllGoods] : [];
}

function whenTerms(
  { when }: Coupon,
  about: {
    readonly names: TermsNames;
    readonly words: TermsWords;
    readonly language: Language;
  },
): string[] {
  const { names, words, language } = about;
  const day = (date: string | null) => (date === null ? null : dayIn(date, language));
  const tiers = names.all.flatMap((program) => program.tiers);
  const tierNames = when.tierIds.flatMap((id) => {
    const tier = tiers.find(({ tierId }) => tierId === id);
    return tier === undefined ? [] : [inWords(tier.name, language)];
  });
  const storeNames = when.storeIds.flatMap((id) => names.stores.get(id) ?? []);
  return [
    ...(when.minSpendMinor > 0 ? [words.from(when.minSpendMinor)] : []),
    ...(when.minUnits > 0 ? [words.fromUnits(when.minUnits)] : []),
    ...(when.weekdays.length > 0 ? [words.weekdays(when.weekdays)] : []),
    ...(when.hours.length > 0 ? [words.hours(when.hours)] : []),
    ...(when.from === null && when.until === null
      ? []
      : [words.days(day(when.from), day(when.until))]),
    ...(tierNames.length > 0 ? [words.tiers(tierNames)] : []),
    ...(when.birthday === 'any' ? [] : [words.birthday[when.birthday]]),
    ...(storeNames.length > 0 ? [words.stores(storeNames)] : []),
  ];
}
