import type { tokenMemberZhTw, tokenNoticeZhTw } from './token-zh-tw.ts';

type Words<T> = { readonly [K in keyof T]: string };

/** What is said of members' signed codes, the ones that change every minute. */
export const tokenNoticeTh: Words<typeof tokenNoticeZhTw> = {
  'member-found-token': 'ยินดีต้อนรับคุณ {{name}} ยืนยันตัวตนแล้ว ใช้คูปองและคะแนนได้ กรุณาพิมพ์ยอดเงิน',
  'member-token-on-sale': 'อ่านรหัสของคุณ {{name}} แล้วเมื่อครู่ ใช้คูปองและคะแนนได้ ทำรายการต่อได้เลย',
  'member-token-used':
    'รหัสนี้ของคุณ {{name}} ถูกใช้แล้ว รายการนี้ได้คะแนน หากจะใช้คูปองหรือคะแนน ขอให้สมาชิกรีเฟรชรหัสแล้วสแกนใหม่',
  'member-token-expired':
    'รหัสของคุณ {{name}} หมดอายุแล้ว รายการนี้ได้คะแนน หากจะใช้คูปองหรือคะแนน ขอให้สมาชิกรีเฟรชรหัสแล้วสแกนใหม่',
  'member-token-clock':
    'เวลาเครื่องอาจไม่ตรง ตรวจรหัสของคุณ {{name}} ไม่ได้ รายการนี้ได้คะแนน แต่ยังใช้คูปองหรือคะแนนไม่ได้ เชื่อมต่อสำนักงานใหญ่แล้วสแกนใหม่ และตั้งเวลาเครื่อง',
  'member-token-invalid': 'รหัสนี้ไม่ใช่ของแบรนด์เราหรืออ่านผิด ขอให้สมาชิกรีเฟรชรหัส หรือสแกนบัตรสมาชิก',
  'member-token-unknown': 'เคาน์เตอร์นี้ยังไม่มีข้อมูลสมาชิกท่านนี้ สแกนบัตรสมาชิก หรือรอซิงค์แล้วสแกนรหัสที่รีเฟรช',
  'voucher-needs-token': 'ใช้ “{{name}}” ต้องยืนยันตัวตน ขอให้สมาชิกเปิดรหัสในบัตร LINE แล้วสแกน',
  'redeem-needs-token': 'ใช้คะแนนต้องยืนยันตัวตน ขอให้สมาชิกเปิดรหัสในบัตร LINE แล้วสแกน',
};

export const tokenMemberTh: Words<typeof tokenMemberZhTw> = {
  verified: 'ยืนยันแล้ว',
  needsToken: 'ได้คะแนน หากใช้คูปองหรือคะแนน ให้สแกนรหัสในบัตร LINE ของสมาชิก',
};
