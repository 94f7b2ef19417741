import type { Texts } from './texts.ts';
import type { goodsNoticeZhTw } from './goods-zh-tw.ts';

/** Goods on the open sale. */
export const goodsEn: Texts['goods'] = {
  count: '{{n}} lines: ',
  noName: 'goods',
  separator: ', ',
};

export const goodsNoticeEn: Readonly<Record<keyof typeof goodsNoticeZhTw, string>> = {
  'lines-dropped':
    'The amount was changed, so the {{count}} lines of goods no longer fit and were dropped. Bring them in again if needed.',
  'pos-sale-dropped':
    'The amount was changed, so this is no longer sale {{posSaleNo}} of the POS; its lines were dropped. Send it from the POS again if needed.',
};
