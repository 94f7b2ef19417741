import type { goodsNoticeZhTw } from './goods-zh-tw.ts';
import type { Texts } from './texts.ts';

/** Goods on the open sale. */
export const goodsTh: Texts['goods'] = {
  count: '{{n}} รายการ: ',
  noName: 'สินค้า',
  separator: ', ',
};

export const goodsNoticeTh: Readonly<Record<keyof typeof goodsNoticeZhTw, string>> = {
  'lines-dropped': 'ยอดเปลี่ยน จึงนำรายการสินค้า {{count}} รายการออก หากต้องการให้ดึงเข้ามาใหม่',
  'pos-sale-dropped':
    'ยอดเปลี่ยน จึงไม่ใช่รายการ {{posSaleNo}} ของ POS แล้ว และนำสินค้าออก หากต้องการให้ส่งจาก POS อีกครั้ง',
};
