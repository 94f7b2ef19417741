import type { Texts } from './texts.ts';

/** The keyboard scanner in Japanese. */
export const wedgeJa: Texts['wedge'] = {
  title: 'キーボード型スキャナー',
  altNumpad:
    'スキャナーが「Alt＋数字キー」で送信しているため読めません。ALT モードを切り、再度読み取ってください。',
  layout: 'スキャナーのキーボード国別',
  layoutHint: 'PC ではなくスキャナーの設定です',
  layouts: {
    us: 'アメリカ（初期設定）',
    uk: 'イギリス',
    de: 'ドイツ',
    fr: 'フランス（AZERTY）',
    jp: '日本（JIS）',
  },
  layoutNames: { us: 'アメリカ', uk: 'イギリス', de: 'ドイツ', fr: 'フランス', jp: '日本' },
  now: '{{layout}}配列 · 前：{{prefix}} · 後：{{suffix}}',
  none: 'なし',
  idle: 'なし（間が空くと終了）',
  learn: '1回の読み取りで設定を検出',
  reset: '初期設定に戻す',
  waiting: '下のどちらかを読み取ってください（Esc で中止）',
  waitingHint: 'レーザー式は画面を読めません。印刷した設定シートを読み取ってください。',
  codesLabel: 'テストコード（Code 128 と QR）',
  result: {
    learned:
      '保存しました：{{layout}}配列、前「{{prefix}}」、後「{{suffix}}」、文字間は最大 {{gap}} ミリ秒。',
    nothing:
      'コード全体を受信できませんでした。キーボードモードか確認し、もう一度読み取ってください。',
    ime: '文字入力（IME）が読み取りを横取りしました。英数入力に切り替え、もう一度読み取ってください。',
    'alt-numpad':
      'スキャナーが「Alt＋数字キー」で送信しているため読めません。ALT モードを切り、もう一度読み取ってください。',
    'case-swapped':
      '大文字と小文字が逆です。スキャナーの大小文字変換／Caps Lock 設定を切り、もう一度読み取ってください。',
    'too-slow':
      '文字間が {{gap}} ミリ秒と遅く、手入力と区別できません。文字間の遅延を 0 にし、もう一度読み取ってください。',
    'affix-too-long':
      'コードの前後に余分な文字が多すぎます。プレフィックスとサフィックスを消し、もう一度読み取ってください。',
    unknown:
      '「{{text}}」を受信しましたが、このコードと違います。読み取ったコードを確認するか、HID POS／シリアルモードをお使いください。',
  },
};
