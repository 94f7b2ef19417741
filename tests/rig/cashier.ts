import type { ReadyView, SettledSaleView } from '../../app/contract/counter-view.ts';
import type { DeviceId, RefundId, SaleId } from '../../app/domain/ids.ts';
import type { ComposedCounter } from '../../main/compose-counter.ts';

/** What a cashier asks of one sale beyond card and amount. */
export type AskedSale = {
  readonly card: string;
  readonly amountMinor: number;
  /** Pay with as many of the member's points as may be, up to this many. */
  readonly pointsMax?: number;
  /** Put the best vouchers at hand on the sale. */
  readonly useBest?: boolean;
};

/** What a cashier was shown as settled. */
export type Settled = {
  readonly sale: SettledSaleView;
  readonly vouchersUsed: number;
};

/** A cashier at a counter without a screen: the calls that the screen would make, in its order. */
export type Cashier = {
  readonly view: () => Promise<ReadyView | null>;
  /** Null when the till was not ready for it: a scan that came too soon after the last. */
  readonly sell: (asked: AskedSale) => Promise<Settled | null>;
  /** Undoes a sale whole, or takes goods of some value back; null when it cannot be. */
  readonly takeBack: (
    saleId: SaleId,
    how: { readonly mode: 'void' } | { readonly mode: 'refund'; readonly amountMinor: number },
    refundId: RefundId,
  ) => Promise<'done' | null>;
  /** Enrols a member by mobile number; gives the card code, or null when it was refused. */
  readonly enrol: (name: string, mobile: string) => Promise<'done' | null>;
};

const deviceId = '01900000-0000-7000-8000-000000000001' as DeviceId;

/** Throws when the till refuses what it has just shown as possible. */
export function createCashier(composed: ComposedCounter): Cashier {
  const { counter } = composed;
  if (counter === null) throw new Error('the database was refused');
  const { handlers } = counter;
  const view = async (): Promise<ReadyView | null> => {
    const shown = await handlers['counter:view']({});
    return shown.kind === 'ready' ? shown : null;
  };
  return {
    view,
    sell: async ({ card, amountMinor, pointsMax = 0, useBest = false }) => {
      const bytes = new TextEncoder().encode(card);
      const scan = { deviceId, intake: 'replay', bytes, truncated: false } as const;
      composed.acceptScan({ ...scan, completedAtMs: Date.now() });
      await handlers['sale:set-amount']({ amountText: String(amountMinor) });
      if (useBest) await handlers['sale:use-best']({});
      if (pointsMax > 0) await handlers['sale:set-points']({ points: pointsMax });
      const shown = await view();
      const preview = shown?.sale.preview;
      if (preview?.kind !== 'evaluated' || shown?.member == null) {
        await handlers['sale:clear']({});
        return null;
      }
      const answer = await handlers['sale:settle']({
        expectedPaidMinor: preview.paidMinor,
        expectedPoints: preview.points,
      });
      if (answer.kind === 'refused' && answer.code.startsWith('spend-')) {
        // HQ went away between the screen and the settling: points need its word.
        await handlers['sale:clear']({});
        return null;
      }
      if (answer.kind !== 'done') throw new Error(`not settled: ${JSON.stringify(answer)}`);
      const sale = (await view())?.lastSales[0];
      if (sale === undefined) throw new Error('a settled sale that is not shown');
      const vouchersUsed = shown.member.vouchers.filter((one) => one.attached).length;
      return { sale, vouchersUsed };
    },
    takeBack: async (saleId, how, refundId) => {
      const request =
        how.mode === 'void'
          ? ({ kind: 'all' } as const)
          : ({ kind: 'amount', amountMinor: how.amountMinor } as const);
      const preview = await handlers['refund:preview']({ saleId, mode: how.mode, request });
      if (preview.kind !== 'evaluated') return null;
      const answer = await handlers['refund:settle']({
        refundId,
        saleId,
        mode: how.mode,
        request,
        why: how.mode === 'void' ? 'mistake' : 'goods-back',
        expectedMoneyMinor: preview.moneyMinor,
        expectedClawedBack: preview.clawedBack,
      });
      if (answer.kind !== 'done') throw new Error(`not refunded: ${JSON.stringify(answer)}`);
      return 'done';
    },
    enrol: async (name, mobile) => {
      const asked = { name, mobile, birthday: null, invitedByCode: null, consent: true } as const;
      const answer = await handlers['member:enrol'](asked);
      await handlers['sale:clear']({});
      return answer.kind === 'done' ? 'done' : null;
    },
  };
}
