/** The scanner that types like a keyboard: its settings, and learning them from one scan. */
export const wedgeZhTw = {
  title: '鍵盤型掃描器',
  altNumpad: '掃描器用「Alt＋數字鍵」送字，無法讀取。請關閉掃描器的 ALT 模式後重掃。',
  layout: '掃描器的鍵盤國別',
  layoutHint: '是掃描器的設定，不是電腦的',
  layouts: {
    us: '美國（出廠預設）',
    uk: '英國',
    de: '德國',
    fr: '法國（AZERTY）',
    jp: '日本（JIS）',
  },
  layoutNames: { us: '美國', uk: '英國', de: '德國', fr: '法國', jp: '日本' },
  now: '{{layout}}鍵盤 · 前綴：{{prefix}} · 結尾：{{suffix}}',
  none: '無',
  idle: '無（停頓即結束）',
  learn: '掃一次，自動找出設定',
  reset: '回復預設',
  waiting: '請掃下面任一個條碼（按 Esc 取消）',
  waitingHint: '雷射掃描器讀不到螢幕，請改掃印出來的設定表。',
  codesLabel: '測試條碼，Code 128 與 QR',
  result: {
    learned:
      '已儲存：{{layout}}鍵盤，前綴「{{prefix}}」，結尾「{{suffix}}」，字間最長 {{gap}} 毫秒。',
    nothing: '沒有收到整個條碼。請確認掃描器在鍵盤模式，再掃一次。',
    ime: '輸入法攔截了掃描。請切換到英文輸入，再掃一次。',
    'alt-numpad': '掃描器用「Alt＋數字鍵」送字，無法讀取。請依說明書關閉 ALT 模式，再掃一次。',
    'case-swapped': '大小寫相反。請關閉掃描器的「大小寫互換／Caps Lock」設定，再掃一次。',
    'too-slow':
      '字間停了 {{gap}} 毫秒，太慢，會與人打字混淆。請把掃描器的字間延遲設為 0，再掃一次。',
    'affix-too-long': '條碼前後多送了太多字。請在掃描器取消前綴與後綴，再掃一次。',
    unknown: '收到「{{text}}」，與條碼不符。請確認掃的是這個條碼，或改用 HID POS、序列埠模式。',
  },
};
