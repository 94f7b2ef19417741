import type { goodsNoticeZhTw } from './goods-zh-tw.ts';
import type { Texts } from './texts.ts';

/** Goods on the open sale. */
export const goodsJa: Texts['goods'] = {
  count: '{{n}} 品目：',
  noName: '商品',
  separator: '、',
};

export const goodsNoticeJa: Readonly<Record<keyof typeof goodsNoticeZhTw, string>> = {
  'lines-dropped':
    '金額が変わったため、商品明細 {{count}} 件を外しました。必要な場合はもう一度取り込んでください。',
  'pos-sale-dropped':
    '金額が変わったため、POS の {{posSaleNo}} ではなくなり、明細を外しました。必要な場合は POS から再送してください。',
};
