import type { posNoticeZhTw } from './pos-zh-tw.ts';
import type { Texts } from './texts.ts';

/** The hand-over from the shop's POS. */
export const posTh: Texts['pos'] = {
  title: 'เชื่อมต่อ POS',
  intro: 'POS ส่งยอดและสินค้า เคาน์เตอร์ตอบส่วนลดและคะแนน เฉพาะในเครื่องนี้',
  on: 'เปิดการเชื่อมต่อ',
  off: 'ปิดการเชื่อมต่อ',
  server: {
    off: 'ปิดอยู่',
    listening: 'พร้อม',
    'port-taken': 'โปรแกรมอื่นใช้พอร์ตนี้ กรุณาเปลี่ยนหมายเลข',
    failed: 'เปิดไม่ได้ แจ้งผู้ดูแลเครื่อง',
  },
  address: 'ที่อยู่',
  port: 'พอร์ต',
  save: 'บันทึก',
  portInvalid: 'พอร์ตต้องเป็นตัวเลข 1024 ถึง 65535',
  pair: 'จับคู่ POS',
  pairHint: 'พิมพ์รหัสนี้ใน POS ใช้ได้ครั้งเดียว ถึง {{time}}',
  clients: 'POS ที่จับคู่แล้ว',
  noClients: 'ยังไม่มี',
  pairedAt: 'จับคู่เมื่อ {{time}}',
  lastSeen: 'เชื่อมต่อล่าสุด {{time}}',
  neverSeen: 'ยังไม่เชื่อมต่อหลังเปิดเครื่อง',
  revoke: 'เพิกถอน',
  revokeOf: 'เพิกถอน “{{name}}”',
  folder: 'โฟลเดอร์',
  folderHint: 'สำหรับ POS ที่เขียนไฟล์ CSV/JSON ไม่ใช้ให้เว้นว่าง',
  folderState: {
    watching: 'กำลังเฝ้าดู',
    missing: 'ไม่พบโฟลเดอร์ เมื่อกลับมาจะทำต่อเอง',
    'not-writable': 'เขียนไม่ได้ ตรวจสิทธิ์และพื้นที่',
  },
  origins: 'หน้าเว็บ',
  originsHint: 'เฉพาะ POS บนเว็บ เช่น https://pos.example.tw',
  lastSales: 'รายการที่ได้รับล่าสุด',
  noSales: 'ยังไม่มี',
  fromFolder: 'ไฟล์',
  state: {
    queued: 'รออยู่',
    'waiting-for-member': 'ที่เคาน์เตอร์',
    open: 'ที่เคาน์เตอร์',
    settled: 'คิดเงินแล้ว',
    'no-member': 'ไม่มีสมาชิก',
    cancelled: 'เลิก',
    voided: 'ยกเลิกแล้ว',
  },
  refused: {
    'bad-origin': 'ที่อยู่เว็บไม่ถูกต้อง พิมพ์แบบ https://pos.example.tw โดยไม่มีพาธ',
    'bad-folder': 'ไม่มีโฟลเดอร์หรือเขียนไม่ได้ พิมพ์พาธเต็ม เช่น D:\\POS',
    off: 'กรุณาเปิดการเชื่อมต่อก่อน',
    failed: 'บันทึกไม่สำเร็จ กรุณาลองใหม่',
  },
  sale: 'POS {{posSaleNo}}',
  waiting: 'รออีก {{n}} รายการ',
};

export const posNoticeTh: Readonly<Record<keyof typeof posNoticeZhTw, string>> = {
  'pos-sale-taken': 'POS ส่ง {{posSaleNo}}: {{amountMinor}} กรุณาสแกนสมาชิก',
  'pos-sale-to-member': 'POS ส่ง {{posSaleNo}}: {{amountMinor}} ให้คุณ {{name}} ตรวจสมาชิกแล้วคิดเงิน',
  'pos-sale-changed': 'POS เปลี่ยน {{posSaleNo}} จาก {{beforeMinor}} เป็น {{amountMinor}}',
  'pos-sale-instead':
    'POS ส่ง {{posSaleNo}}: {{amountMinor}} แทนยอดที่พิมพ์ {{beforeMinor}} กรุณาตรวจยอด',
  'pos-sale-cancelled': 'POS เลิกรายการ {{posSaleNo}} นำออกจากเคาน์เตอร์แล้ว',
  'pos-sale-no-member': 'POS ปิดรายการ {{posSaleNo}} ยอด {{amountMinor}} โดยไม่มีสมาชิก จึงไม่ได้คะแนน',
  'pos-sale-gone': '{{posSaleNo}} ไม่อยู่ที่เคาน์เตอร์แล้ว และยังไม่คิดเงิน กรุณาส่งจาก POS อีกครั้ง',
  'pos-no-tax-id': 'สาขาไม่มีเลขผู้เสียภาษี จึงใช้ e-invoice ของ {{posSaleNo}} ไม่ได้ กรุณากรอกในการตั้งค่า',
};
