import type { scanNoticeZhTw } from './scans-zh-tw.ts';
import type { Texts } from './texts.ts';

/** Scans. */
export const scansTh: Texts['scans'] = {
  repeated: 'สแกนซ้ำ ×{{n}} ข้ามแล้ว',
  lost: 'ไม่ได้ประมวลผล {{n}} ครั้ง สแกนใหม่',
};

export const scanNoticeTh: Readonly<Record<keyof typeof scanNoticeZhTw, string>> = {
  'invoice-goods-added': 'เพิ่มสินค้า {{count}} รายการของ e-invoice {{number}} แล้ว ยอดคงเดิม',
  'invoice-goods-unused':
    'สินค้าของ e-invoice {{number}} รวมแล้วไม่ตรงยอด (มีส่วนลดหรือราคาก่อนภาษี) ใช้เฉพาะยอดเงิน คิดเงินได้เลย',
  'invoice-halves-unlike':
    'QR ซ้ายกับขวาไม่ตรงกัน จึงไม่เพิ่มสินค้า ยอดของ e-invoice {{number}} ใช้ได้ คิดเงินได้เลย หรือสแกนซ้ายและขวาของใบเดียวกันอีกครั้ง',
  'scan-donation-code':
    'เป็นตัวเลข 3 ถึง 7 หลัก อาจเป็นรหัสบริจาค ไม่ใช่รหัสสมาชิก กรุณาสแกนรหัสสมาชิก คูปอง หรือ e-invoice',
  'scan-web-address':
    'เป็น QR ของหน้าเว็บ (เช่น เพิ่มเพื่อนหรือเมนู) ไม่ใช่รหัสสมาชิก ขอให้สมาชิกเปิดบัตรแล้วสแกนรหัสบนบัตร',
};
