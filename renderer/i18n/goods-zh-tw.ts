/** Goods on the open sale: what the screen says of them, and the notices about them. */
export const goodsZhTw = {
  count: '{{n}} 項：',
  noName: '商品',
  separator: '、',
};

export const goodsNoticeZhTw = {
  'lines-dropped': '金額已改，{{count}} 項商品明細不再代表本筆，已移除。需要時請重新帶入。',
  'pos-sale-dropped':
    '金額已改，本筆不再是收銀機的單號 {{posSaleNo}}，明細已移除。需要時請由收銀機重送。',
} as const;
