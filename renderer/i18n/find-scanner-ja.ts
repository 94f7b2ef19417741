import type { Texts } from './texts.ts';

/** Finding a serial scanner's port and settings by one scan, and typing them by hand. */
export const findScannerJa: Texts['findScanner'] = {
  lead: 'スキャナーを接続して「スキャナーを検出」を押し、どのコードでも読み取ってください。ポートと設定を自動で見つけます。検出中の読み取りにポイントは付きません。',
  start: 'スキャナーを検出',
  startOn: '{{path}} で検出',
  scanNow: 'どのコードでも読み取ってください…',
  attempt: '設定 {{attempt}}／{{max}}',
  listeningAll: '{{n}} 個のポートで待機中',
  listeningOne: '{{path}} で待機中',
  unreadable:
    '受信しましたが、この設定では読めません。次の設定に変えました。もう一度読み取ってください。',
  secondsLeft: '残り {{n}} 秒',
  next: '反応がない場合：次の設定へ',
  foundAt: 'スキャナーを検出：{{path}}',
  read: '読み取り：{{what}}',
  codes: {
    member: '会員コード',
    voucher: 'クーポン',
    product: '商品コード',
    einvoice: '電子発票',
    carrier: '載具コード',
    text: 'コード',
  },
  save: 'このスキャナーを追加',
  again: 'もう一度検出',
  failed: {
    'no-ports':
      '使えるポートがありません。スキャナーの接続と電源を確認し、もう一度検出してください。登録済みのスキャナーは検出不要です。',
    'not-found': 'このポートが見つかりません。配線を確認するか、別のポートを選んでください。',
    busy: '別のプログラムがポートを使用中です。終了してから検出してください。',
    'no-permission': 'このポートを使う権限がありません。管理者に依頼してください。',
    failed: 'ポートを開けません。スキャナーを抜き差しして、もう一度検出してください。',
    timeout:
      '時間内に読み取りがありませんでした。スキャナーがシリアル（USB-COM）モードか確認してください。',
    'none-fits':
      'どの設定でも読めませんでした。取扱説明書のコードで初期設定（多くは 9600、8N1）に戻し、もう一度検出してください。',
  },
  manual: '手動で設定',
  format: 'ビット・パリティ',
  formats: {
    '8none': '8N1',
    '8even': '8E1（偶数）',
    '8odd': '8O1（奇数）',
    '7none': '7N1',
    '7even': '7E1（偶数）',
    '7odd': '7O1（奇数）',
  },
  ending: '読み取りの終わり',
  endings: { suffix: '改行・Tab・ETX（通常）', silence: 'なし（間が空くと終了）' },
};
