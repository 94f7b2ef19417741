import { bestVouchers } from '../domain/best-vouchers.ts';
import { evaluateSale } from '../domain/evaluate-sale.ts';
import type { VoucherId } from '../domain/ids.ts';
import type { EvaluatedSale } from '../domain/sale.ts';
import type { Voucher } from '../db/vouchers.ts';
import { askScene, offeredVoucher, type AskedScene } from './evaluate-scene.ts';
import { judgeKnown } from './judge-known.ts';
import { judgeWithoutAmount } from './judge-voucher.ts';
import type { Scene } from './scene.ts';
import type { VoucherBlock } from './voucher-block.ts';

/** What a voucher would do on the open sale. */
export type WeighedVoucher = {
  readonly voucher: Voucher;
  /** Why it cannot be used, beside those on the sale; null = it can. */
  readonly block: VoucherBlock | null;
  /** What it takes off this sale by itself; null without an amount, or where it cannot be used. */
  readonly savesMinor: number | null;
  /** Part of the best combination. */
  readonly best: boolean;
};

/** The best combination of vouchers, where it saves more than those on the sale. */
export type BestCombination = {
  readonly voucherIds: readonly VoucherId[];
  readonly savesMinor: number;
};

/**
 * How many vouchers are tried on each change of an amount: each costs up to two runs of the rules.
 * The others are shown with what holds for any amount.
 */
const triedMax = 20;

/** Weighs the member's vouchers (soonest to lapse first) against the open sale. */
export function weighVouchers(
  scene: Scene,
  held: readonly Voucher[],
): { readonly vouchers: readonly WeighedVoucher[]; readonly best: BestCombination | null } {
  const asked = askScene(scene);
  if (asked === null || asked.kind === 'refused') {
    return { vouchers: held.map((voucher) => weighBlind(scene, voucher)), best: null };
  }
  const isAttached = ({ voucherId }: Voucher): boolean => scene.sale.voucherIds.includes(voucherId);
  const open = held.filter((voucher) => judgeKnown(scene, voucher) === null);
  const tried = [
    ...open.filter(isAttached),
    ...open.filter((voucher) => !isAttached(voucher)),
  ].slice(0, triedMax);
  // What vouchers take off does not hang on points; without lots the rules run ten times as fast.
  const light: AskedScene = { ...asked, state: { ...asked.state, lots: [] } };
  const { program, state, asked: sale } = light;
  const none = saved(light, []);
  const best = bestVouchers(program, state, sale, tried.map(offeredVoucher));
  const vouchers = held.map((voucher): WeighedVoucher => {
    if (!tried.includes(voucher)) return weighBlind(scene, voucher);
    const block = blockBeside(light, voucher);
    const alone = block === null ? saved(light, [voucher]) : null;
    return {
      voucher,
      block,
      savesMinor: alone === null || none === null ? null : alone - none,
      best: best.voucherIds.includes(voucher.voucherId),
    };
  });
  const attachedMinor = asked.result.discountMinor - (none ?? 0);
  const isBetter = best.voucherIds.length > 0 && best.savesMinor > attachedMinor;
  const { voucherIds, savesMinor } = best;
  return { vouchers, best: isBetter ? { voucherIds, savesMinor } : null };
}

function weighBlind(scene: Scene, voucher: Voucher): WeighedVoucher {
  const block = judgeKnown(scene, voucher) ?? judgeWithoutAmount(scene, voucher);
  return { voucher, block, savesMinor: null, best: false };
}

/** What the rules take off with exactly these vouchers; null where they refuse the sale. */
function saved({ program, state, asked }: AskedScene, vouchers: readonly Voucher[]): number | null {
  const result = evaluateSale(program, state, { ...asked, vouchers: vouchers.map(offeredVoucher) });
  return result.kind === 'evaluated' ? result.discountMinor : null;
}

/** Why the rules would not use a voucher beside those on the sale. */
function blockBeside(asked: AskedScene, voucher: Voucher): VoucherBlock | null {
  const { program, state, asked: sale, result } = asked;
  const isOn = sale.vouchers.some((one) => one.voucherId === voucher.voucherId);
  if (isOn) return refusalOf(result, voucher);
  const vouchers = [...sale.vouchers, offeredVoucher(voucher)];
  const beside = evaluateSale(program, state, { ...sale, vouchers });
  return beside.kind === 'evaluated' ? refusalOf(beside, voucher) : null;
}

function refusalOf(result: EvaluatedSale, { voucherId }: Voucher): VoucherBlock | null {
  const refused = result.refused.find(
    ({ source }) => source.kind === 'voucher' && source.voucherId === voucherId,
  );
  return refused?.why ?? null;
}
