import { formatTwd } from './money.ts';
import type { CombineMode, EarnGive, LocalizedText } from './program.ts';
import type { SaleReason } from './sale-reason.ts';
import { dayZh, inBoth, pointsEn, shareText } from './word-parts.ts';

export { bringsWords, nextStepWords, noticeWords } from './notice-words.ts';

type ReasonOf<Code extends SaleReason['code']> = Extract<SaleReason, { readonly code: Code }>;

/**
 * One reason of an evaluated sale as a sentence for cashier and member:
 * `消費集點：NT$1,280 每滿 NT$100 送 1 點，共 12 點`, `金卡 1.5 倍：12 → 18 點`.
 */
export function reasonWords(reason: SaleReason): LocalizedText {
  switch (reason.code) {
    case 'discount':
      return discountWords(reason);
    case 'points-spent': {
      const value = formatTwd(reason.valueMinor);
      return inBoth(
        `用 ${reason.points} 點折抵 ${value}`,
        `${value} paid with ${pointsEn(reason.points)}`,
      );
    }
    case 'value-used': {
      const value = formatTwd(reason.valueMinor);
      return inBoth(`儲值或禮物卡付 ${value}`, `Stored value and gift cards pay ${value}`);
    }
    case 'base':
      return baseWords(reason);
    case 'earn': {
      const { chinese, english } = givenFor(reason.give, reason.baseMinor, reason.units);
      const cuts = cutsOf(reason);
      return inBoth(
        `${reason.name['zh-TW']}：${chinese}${cuts.chinese}，共 ${reason.points} 點`,
        `${reason.name.en}: ${english}${cuts.english} = ${pointsEn(reason.points)}`,
      );
    }
    case 'multiplier':
      return multiplierWords(reason);
    case 'line-multiplier': {
      const times = shareText(reason.factorBps, 10_000);
      const base = formatTwd(reason.baseMinor);
      return inBoth(
        `${reason.name['zh-TW']} ${times} 倍：${base} 的商品`,
        `${reason.name.en} ×${times} on goods of ${base}`,
      );
    }
    case 'gift':
      return inBoth(
        `「${reason.name['zh-TW']}」送 ${reason.points} 點`,
        `“${reason.name.en}” gives ${pointsEn(reason.points)}`,
      );
    case 'stamps':
      return inBoth(
        `集點卡「${reason.name['zh-TW']}」蓋 ${reason.added} 格${reason.bonus > 0 ? `，新卡送 ${reason.bonus} 格` : ''}，共 ${reason.stamps}／${reason.goal} 格`,
        `Stamp card “${reason.name.en}”: +${reason.added}${reason.bonus > 0 ? `, +${reason.bonus} for a new card` : ''}, ${reason.stamps} of ${reason.goal}`,
      );
    case 'stamp-limit':
      return inBoth(
        `集點卡「${reason.name['zh-TW']}」這次已達蓋章次數限制，下次再蓋`,
        `Stamp card “${reason.name.en}”: its limit allows no stamp now, next time again`,
      );
    case 'outside-program':
      return inBoth(
        '這一天不在集點方案期間，不計點',
        'No points: the program does not run on this day',
      );
    case 'expires':
      return expiryWords(reason);
  }
}

function discountWords(reason: ReasonOf<'discount'>): LocalizedText {
  const { source, name, discountMinor, offBps, capped, costPoints } = reason;
  const kind = {
    voucher: ['券', 'Voucher'],
    coupon: ['優惠', 'Offer'],
    reward: [`用 ${costPoints} 點換`, `For ${pointsEn(costPoints)},`],
  } as const;
  const [chinese, english] = kind[source.kind];
  if (discountMinor === 0) {
    if (source.kind === 'reward') {
      return inBoth(`${chinese}「${name['zh-TW']}」`, `“${name.en}” for ${pointsEn(costPoints)}`);
    }
    return inBoth(`${chinese}「${name['zh-TW']}」已使用`, `${english} “${name.en}”: used`);
  }
  const off = formatTwd(discountMinor);
  const percent = offBps === null ? '' : ` (${shareText(offBps, 100)}%)`;
  return inBoth(
    `${chinese}「${name['zh-TW']}」折 ${off}${capped ? '（已達折抵上限）' : ''}`,
    `${english} “${name.en}”${percent}: ${off} off${capped ? ' (its maximum)' : ''}`,
  );
}

function baseWords({ baseMinor, excludedMinor }: ReasonOf<'base'>): LocalizedText {
  const base = formatTwd(baseMinor);
  const excluded = formatTwd(excludedMinor);
  if (excludedMinor === 0) return inBoth(`計點金額 ${base}`, `${base} counts for points`);
  return inBoth(
    `計點金額 ${base}（另有 ${excluded} 不計點）`,
    `${base} counts for points (${excluded} does not)`,
  );
}

/** Why a rule's points are fewer than what it gives for what. */
function cutsOf({ beforeShare, capped }: ReasonOf<'earn'>): {
  readonly chinese: string;
  readonly english: string;
} {
  const share =
    beforeShare === null
      ? ['', '']
      : [
          `，${beforeShare} 點扣除點數付款的比例`,
          `, ${pointsEn(beforeShare)} less the share that points paid`,
        ];
  const most = capped ? ['，已達單筆上限', ', at its maximum'] : ['', ''];
  return { chinese: `${share[0]}${most[0]}`, english: `${share[1]}${most[1]}` };
}

/** What a rule gives for what, without its sum. */
function givenFor(
  give: EarnGive,
  baseMinor: number,
  units: number,
): { readonly chinese: string; readonly english: string } {
  switch (give.kind) {
    case 'per-order':
      return {
        chinese: `這筆送 ${give.points} 點`,
        english: `${pointsEn(give.points)} for the sale`,
      };
    case 'per-unit':
      return {
        chinese: `${units} 件，每件 ${give.points} 點`,
        english: `${units} × ${pointsEn(give.points)}`,
      };
    case 'per-line':
      return {
        chinese: `${units} 項，每項 ${give.points} 點`,
        english: `${units} × ${pointsEn(give.points)} per line`,
      };
    case 'percent': {
      const [base, share] = [formatTwd(baseMinor), shareText(give.bps, 100)];
      return { chinese: `${base} 的 ${share}%`, english: `${share}% of ${base}` };
    }
    case 'per-amount': {
      const [base, per] = [formatTwd(baseMinor), formatTwd(give.perMinor)];
      return give.rounding === 'floor'
        ? {
            chinese: `${base} 每滿 ${per} 送 ${give.points} 點`,
            english: `${base}, ${pointsEn(give.points)} per full ${per}`,
          }
        : {
            chinese: `${base} 每 ${per} 送 ${give.points} 點（四捨五入）`,
            english: `${base}, ${pointsEn(give.points)} per ${per} (rounded)`,
          };
    }
  }
}

const combineZh = { max: '取最高', add: '加總', multiply: '相乘' } satisfies Record<
  CombineMode,
  string
>;
const combineEn = {
  max: 'the highest counts',
  add: 'added up',
  multiply: 'multiplied',
} satisfies Record<CombineMode, string>;

function multiplierWords(reason: ReasonOf<'multiplier'>): LocalizedText {
  const { parts, combine, pointsBefore, pointsAfter } = reason;
  const times = (bps: number) => shareText(bps, 10_000);
  const chinese = parts.map((part) => `${part.name['zh-TW']} ${times(part.factorBps)} 倍`);
  const english = parts.map((part) => `${part.name.en} ×${times(part.factorBps)}`);
  const several = parts.length > 1;
  return inBoth(
    `${chinese.join('、')}${several ? `（${combineZh[combine]}）` : ''}：${pointsBefore} → ${pointsAfter} 點`,
    `${english.join(', ')}${several ? ` (${combineEn[combine]})` : ''}: ${pointsBefore} → ${pointsEn(pointsAfter)}`,
  );
}

function expiryWords({ expiresOn }: ReasonOf<'expires'>): LocalizedText {
  if (expiresOn === null) return inBoth('點數沒有使用期限', 'Points do not expire');
  return inBoth(`點數可用到 ${dayZh(expiresOn)}`, `Points can be used until ${expiresOn}`);
}
