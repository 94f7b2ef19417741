import type { Texts } from './texts.ts';

/** How the screen looks and sounds. */
export const appearanceJa: Texts['appearance'] = {
  themeTitle: '画面の色',
  theme: { system: 'PC に合わせる', light: 'ライト', dark: 'ダーク' },
  themeHint: 'ダークは暗めの店内向けです。バーコードは常に白地に黒です。',
  targetsTitle: 'ボタンの大きさ',
  targets: { normal: '標準', large: '大きい' },
  targetsHint: '大きい：タッチ画面で押しやすく、文字も大きくなります。',
  soundTitle: '音',
  sound: { on: 'オン', off: 'オフ' },
  soundHint: 'オフでも結果は色・記号・文字で示します。画面の上に「消音」と表示します。',
  soundTry: '試聴',
  tones: { ok: '完了', warn: '注意', deny: '不可' },
  muted: '消音',
};
