/** 外觀與聲音 */
export const appearanceZhTw = {
  themeTitle: '畫面顏色',
  theme: { system: '跟隨電腦', light: '淺色', dark: '深色' },
  themeHint: '深色適合燈光較暗的店。條碼永遠是白底黑字。',
  targetsTitle: '按鍵大小',
  targets: { normal: '一般', large: '加大' },
  targetsHint: '加大：觸控螢幕用手指按比較容易，文字也會變大。',
  soundTitle: '提示音',
  sound: { on: '開', off: '關' },
  soundHint: '關掉後，每個結果仍有顏色、圖示和文字；畫面上方會顯示「靜音」。',
  soundTry: '試聽',
  tones: { ok: '可使用', warn: '注意', deny: '不可使用' },
  muted: '靜音',
} as const;
