import type { lineNoticeZhTw, lineZhTw } from './line-zh-tw.ts';

type Words<T> = { readonly [K in keyof T]: string };

/** What is said of LINE at the counter. LINE accepts a message; whether it was read nobody is told. */
export const lineNoticeTh: Words<typeof lineNoticeZhTw> = {
  'line-needs-hq': 'เคาน์เตอร์นี้ยังไม่เชื่อมต่อสำนักงานใหญ่ ผูก LINE ไม่ได้ กรุณาเชื่อมต่อในการตั้งค่า (F10)',
  'line-needs-member': 'ก่อนผูก LINE กรุณาสแกนรหัสสมาชิก หรือกด F3 เพื่อค้นหา แล้วกด Shift+F6',
  'line-bound-before': 'คุณ {{name}} ผูก LINE แล้ว ไม่ต้องทำอีก',
  'line-blocked': 'คุณ {{name}} ผูก LINE แล้ว แต่บล็อกบัญชีของเรา จึงไม่ได้รับข้อความ ขอให้ปลดบล็อกใน LINE',
};

export const lineTh: Words<typeof lineZhTw> = {
  title: 'ผูก LINE',
  bind: 'ผูก LINE',
  region: 'ผูก LINE',
  qr: 'QR สำหรับให้สมาชิกสแกนด้วย LINE',
  scan: 'ให้สมาชิกสแกนด้วย LINE',
  left: 'QR ใหม่ใน {{time}}',
  cardCode: 'เลขสมาชิก',
  asking: 'กำลังขอ QR…',
  sending: 'กำลังส่งสมาชิกใหม่ไปสำนักงานใหญ่ เสร็จแล้ว QR จะแสดงเอง',
  stillValid: 'QR ยังใช้ได้ เมื่อเชื่อมต่อแล้วจะอัปเดตที่นี่',
  joinScan: 'ให้สมาชิกสแกนด้วย LINE',
  joinType: 'แล้วพิมพ์เลขสมาชิกในหน้า LINE',
  noJoin: 'เมื่อเชื่อมต่อแล้ว QR จะแสดงเอง หรือสมาชิกเปิดบัตรในบัญชี LINE ของร้าน แล้วพิมพ์เลขสมาชิกเองได้',
  expired: 'ไม่มีการสแกน QR หมดอายุแล้ว',
  again: 'สร้าง QR ใหม่',
  bound: 'ผูกแล้ว',
  boundWords: 'ข้อความคะแนนและคูปองจะส่งไปที่ LINE ของสมาชิก',
  boundBefore: 'สมาชิกท่านนี้ผูก LINE ไว้แล้ว',
  notConfirmed: 'สำนักงานใหญ่ยังไม่อนุมัติเคาน์เตอร์ที่ติดตั้งใหม่นี้ จึงผูกไม่ได้ กรุณาแจ้งสำนักงานใหญ่',
  noPages: 'สำนักงานใหญ่ยังไม่ได้ตั้งหน้าสมาชิก LINE จึงผูกไม่ได้ กรุณาแจ้งสำนักงานใหญ่',
  saleGoesOn: 'ทำรายการต่อได้ ไม่ต้องรอ',
  lastAccepted: 'LINE รับข้อความล่าสุด {{at}}',
  lastAcceptedTitle: 'LINE รับข้อความล่าสุดแล้ว ส่วนอ่านหรือไม่ LINE ไม่แจ้ง',
  messageWaits: 'LINE: ส่งเมื่อสำนักงานใหญ่ได้รับ',
  messageGoes: 'LINE: ส่งโดยสำนักงานใหญ่',
};
