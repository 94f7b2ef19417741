import type { scanNoticeZhTw } from './scans-zh-tw.ts';
import type { Texts } from './texts.ts';

/** Scans. */
export const scansJa: Texts['scans'] = {
  repeated: '重複読み取り ×{{n}}（無視）',
  lost: '未処理 {{n}} 件。再読み取りを',
};

export const scanNoticeJa: Readonly<Record<keyof typeof scanNoticeZhTw, string>> = {
  'invoice-goods-added':
    '発票 {{number}} の商品 {{count}} 件を取り込みました。金額は変わりません。',
  'invoice-goods-unused':
    '発票 {{number}} の商品の合計が総額と合わないため（割引や税抜価格など）、金額だけ使います。そのまま会計できます。',
  'invoice-halves-unlike':
    '左右の QR コードが一致せず、商品は取り込んでいません。発票 {{number}} の金額は有効です。そのまま会計するか、同じ発票の左右をもう一度読み取ってください。',
  'scan-donation-code':
    '3～7桁の数字です。寄付コードかもしれません。会員コード、クーポン、電子発票を読み取ってください。',
  'scan-web-address':
    'Web ページの QR コードです（友だち追加やメニューなど）。会員証を開いていただき、そのコードを読み取ってください。',
};
