import type { CounterCallOut } from '../../app/contract/counter-calls.ts';
import type { ReadyView, RefundableSale } from '../../app/contract/counter-view.ts';
import { sampleSales } from './sample-views.ts';

/**
 * The refund desk without a counter. The first sale is one amount; the second has goods; the third
 * is partly refunded and leaves a debt; amounts above what is left are refused.
 */
const goods: RefundableSale['lines'] = [
  { line: 0, name: '阿里山高山烏龍茶 150g 禮盒裝（附提袋）', qty: 2, qtyLeft: 2, leftMinor: 1_180 },
  { line: 1, name: '手工牛軋糖', qty: 5, qtyLeft: 3, leftMinor: 270 },
  { line: 2, name: '馬克杯', qty: 1, qtyLeft: 1, leftMinor: 350 },
  { line: 3, name: '帆布袋', qty: 1, qtyLeft: 0, leftMinor: 0 },
];

function openedSale(saleId: string): RefundableSale | null {
  const index = sampleSales.findIndex((sale) => sale.saleId === saleId);
  const sale = sampleSales[index];
  if (!sale || !sale.refundable) return null;
  const refundableMinor = sale.paidMinor - sale.refundedMinor;
  return {
    sale,
    lines:
      index === 1 ? goods : [{ line: 0, name: '', qty: 1, qtyLeft: 1, leftMinor: refundableMinor }],
    refundableMinor,
    voidBlockedBy: index === 2 ? 'already-refunded' : null,
  };
}

type Preview = CounterCallOut<'refund:preview'>;
type Request = { readonly kind: string; readonly amountMinor?: number };

function preview(saleId: string, request: Request): Preview {
  const open = openedSale(saleId);
  const left = open?.refundableMinor ?? 0;
  const amountMinor =
    request.amountMinor ?? (request.kind === 'lines' ? Math.floor(left / 3) : left);
  if (amountMinor > left) {
    const params = { refundableMinor: left };
    return { kind: 'refused', code: 'refund-exceeds-refundable', params };
  }
  const clawedBack = Math.round(((open?.sale.points ?? 0) * amountMinor) / (left || 1));
  const returned = open?.sale.pointsSpent ?? 0;
  const debt = open?.voidBlockedBy ? -120 : 12_464;
  return {
    kind: 'evaluated',
    amountMinor,
    moneyMinor: amountMinor - returned,
    clawedBack,
    returned,
    balanceAfter: debt,
    reasons: [
      {
        code: 'goods-back',
        words: {
          'zh-TW': `退回商品 NT$${amountMinor}`,
          en: `Goods back: NT$${amountMinor}`,
        },
      },
      {
        code: 'points-taken-back',
        words: {
          'zh-TW': `收回本筆給的 ${clawedBack} 點`,
          en: `${clawedBack} points of this sale taken back`,
        },
      },
      ...(returned > 0
        ? [
            {
              code: 'points-given-back',
              words: {
                'zh-TW': `折抵用掉的 ${returned} 點退回原批次，到期日不變`,
                en: `${returned} points used go back to where they came from, same last day`,
              },
            },
            {
              code: 'voucher-reissued',
              words: {
                'zh-TW': '重新發給「生日禮券 NT$100」一張',
                en: 'Voucher “Birthday NT$100” issued anew',
              },
            },
          ]
        : []),
    ],
  };
}

/** Answers of the refund desk; settling shows its notice. */
export function answerRefund(push: (change: Partial<ReadyView>) => void) {
  return {
    'refund:find': ({ text }: Record<string, unknown>) => ({
      sales:
        text === '0'
          ? []
          : sampleSales.filter((sale) => sale.saleNo.endsWith(String(text).slice(-4))),
    }),
    'refund:open': ({ saleId }: Record<string, unknown>) => {
      const open = openedSale(String(saleId));
      return open ? { kind: 'open', open } : { kind: 'refused', code: 'refund-nothing-left' };
    },
    'refund:preview': ({ saleId, request }: Record<string, unknown>) =>
      preview(String(saleId), request as Request),
    'refund:settle': ({ expectedMoneyMinor, expectedClawedBack }: Record<string, unknown>) => {
      push({
        notice: {
          id: 3,
          tone: 'ok',
          code: 'sale-undone',
          params: {
            saleNo: '1122-0047',
            moneyMinor: Number(expectedMoneyMinor),
            clawedBack: Number(expectedClawedBack),
            returned: 100,
          },
          atMs: 0,
        },
      });
      return { kind: 'done' };
    },
  };
}
