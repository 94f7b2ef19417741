import type { Reason } from './evaluate-sale.ts';
import { formatTwd } from './money.ts';
import type { LocalizedText } from './program.ts';

/** Basis points without needless zeros: 15,000 over 10,000 → `1.5`, 500 over 100 → `5`. */
function shareText(bps: number, whole: number): string {
  return String(bps / whole);
}

function pointsEn(points: number): string {
  return `${points} ${points === 1 ? 'point' : 'points'}`;
}

/**
 * One reason of an evaluated sale as a sentence for cashier and member:
 * `NT$1,280 每滿 NT$100 送 1 點：12 點`, `金卡 1.5 倍：12 → 18 點`.
 */
export function reasonWords(reason: Reason): LocalizedText {
  switch (reason.code) {
    case 'voucher': {
      const off = formatTwd(reason.discountMinor);
      const percent = reason.offBps === null ? '' : ` (${shareText(reason.offBps, 100)}%)`;
      return {
        'zh-TW': `券「${reason.name['zh-TW']}」折 ${off}${reason.capped ? '（已達折抵上限）' : ''}`,
        en: `Voucher “${reason.name.en}”${percent}: ${off} off${reason.capped ? ' (its maximum)' : ''}`,
      };
    }
    case 'earn-per-amount': {
      const base = formatTwd(reason.baseMinor);
      const per = formatTwd(reason.perMinor);
      return {
        'zh-TW': `${base} 每滿 ${per} 送 ${reason.pointsPer} 點：${reason.points} 點`,
        en: `${base}, ${pointsEn(reason.pointsPer)} per full ${per}: ${pointsEn(reason.points)}`,
      };
    }
    case 'tier-multiplier': {
      const times = shareText(reason.multiplierBps, 10_000);
      const { pointsBefore, pointsAfter } = reason;
      return {
        'zh-TW': `${reason.name['zh-TW']} ${times} 倍：${pointsBefore} → ${pointsAfter} 點`,
        en: `${reason.name.en} ×${times}: ${pointsBefore} → ${pointsEn(pointsAfter)}`,
      };
    }
    case 'expires':
      if (reason.expiresOn === null) {
        return { 'zh-TW': '點數沒有使用期限', en: 'Points do not expire' };
      }
      return {
        'zh-TW': `點數可用到 ${reason.expiresOn.replaceAll('-', '/')}`,
        en: `Points can be used until ${reason.expiresOn}`,
      };
  }
}
