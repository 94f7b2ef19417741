import { lintError, lintWarning } from './lint-finding.ts';
import type { LintFinding } from './lint-finding.ts';
import { formatTwd } from './money.ts';
import type { Program } from './program.ts';

/** Coupons for points that members cannot have, or had better not. */
export function lintExchange(program: Program): LintFinding[] {
  return program.coupons.flatMap(({ name, trigger, exchange, effect }, i) => {
    if (exchange == null) return [];
    const path = ['coupons', i, 'exchange'];
    if (trigger !== 'voucher') {
      return [
        lintError(
          'exchange-without-voucher',
          path,
          `「${name['zh-TW']}」不是會員持有的券（trigger 不是 voucher），不能用點數換。請改 trigger 或刪除 exchange`,
          `“${name.en}” is no voucher of a member (its trigger is not voucher), so points cannot buy it. Change trigger or remove exchange`,
        ),
      ];
    }
    const { redemption } = program;
    if (redemption === null || effect.kind !== 'amount') return [];
    const worthMinor = Math.floor(
      (exchange.points * redemption.minorPerStep) / redemption.pointsPerStep,
    );
    if (worthMinor <= effect.amountMinor) return [];
    const [worth, off] = [formatTwd(worthMinor), formatTwd(effect.amountMinor)];
    return [
      lintWarning(
        'exchange-dearer-than-paying',
        path,
        `「${name['zh-TW']}」要 ${exchange.points} 點，直接折抵值 ${worth}，券只折 ${off}。請調低 points`,
        `“${name.en}” costs ${exchange.points} points, which pay ${worth} by themselves; the voucher takes ${off} off. Lower points`,
      ),
    ];
  });
}
