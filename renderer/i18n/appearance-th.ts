import type { Texts } from './texts.ts';

/** How the screen looks and sounds. */
export const appearanceTh: Texts['appearance'] = {
  themeTitle: 'สีหน้าจอ',
  theme: { system: 'ตามเครื่อง', light: 'สว่าง', dark: 'มืด' },
  themeHint: 'แบบมืดเหมาะกับร้านที่แสงน้อย บาร์โค้ดเป็นสีดำบนพื้นขาวเสมอ',
  targetsTitle: 'ขนาดปุ่ม',
  targets: { normal: 'ปกติ', large: 'ใหญ่' },
  targetsHint: 'ใหญ่: กดบนจอสัมผัสง่ายขึ้น ตัวอักษรใหญ่ขึ้นด้วย',
  soundTitle: 'เสียง',
  sound: { on: 'เปิด', off: 'ปิด' },
  soundHint: 'เมื่อปิด ผลยังแสดงด้วยสี สัญลักษณ์ และข้อความ ด้านบนจอแสดง “ปิดเสียง”',
  soundTry: 'ลองฟัง',
  tones: { ok: 'สำเร็จ', warn: 'โปรดทราบ', deny: 'ไม่ได้' },
  muted: 'ปิดเสียง',
};
