import type { posNoticeZhTw } from './pos-zh-tw.ts';
import type { Texts } from './texts.ts';

/** The hand-over from the shop's POS. */
export const posJa: Texts['pos'] = {
  title: 'POS 接続',
  intro: 'POS が金額と明細を送り、割引とポイントを返します。このPC内のみ。',
  on: '接続を有効にする',
  off: '接続を止める',
  server: {
    off: '停止中',
    listening: '接続できます',
    'port-taken': '別のプログラムが使用中です。番号を変えてください',
    failed: '開始できません。保守担当に連絡してください',
  },
  address: 'アドレス',
  port: 'ポート',
  save: '保存',
  portInvalid: 'ポートは 1024～65535 の数字です。',
  pair: 'POS を登録',
  pairHint: 'この登録コードを POS に入力してください。{{time}} まで、1回だけ有効です。',
  clients: '登録済みの POS',
  noClients: 'まだありません。',
  pairedAt: '登録 {{time}}',
  lastSeen: '最終接続 {{time}}',
  neverSeen: '起動後の接続なし',
  revoke: '解除',
  revokeOf: '「{{name}}」を解除',
  folder: '受け渡しフォルダー',
  folderHint: 'CSV／JSON を出力する POS 用。不要なら空欄',
  folderState: {
    watching: '監視中',
    missing: '見つかりません。戻れば自動で再開します',
    'not-writable': '書き込めません。権限と空き容量を確認してください',
  },
  origins: 'Web ページ',
  originsHint: 'ブラウザの POS のみ。例 https://pos.example.tw',
  lastSales: '最近受信した会計',
  noSales: 'まだありません。',
  fromFolder: 'ファイル',
  state: {
    queued: '待機中',
    'waiting-for-member': 'レジに表示中',
    open: 'レジに表示中',
    settled: '会計済み',
    'no-member': '会員なし',
    cancelled: '中止',
    voided: '取消済み',
  },
  refused: {
    'bad-origin':
      'Web アドレスが正しくありません。https://pos.example.tw のように入力してください（パスは不要）。',
    'bad-folder':
      'フォルダーがないか、書き込めません。D:\\POS のように完全なパスを入力してください。',
    off: '先に接続を有効にしてください。',
    failed: '保存できませんでした。もう一度お試しください。',
  },
  sale: 'POS {{posSaleNo}}',
  waiting: '他 {{n}} 件待機中',
};

export const posNoticeJa: Readonly<Record<keyof typeof posNoticeZhTw, string>> = {
  'pos-sale-taken': 'POS から {{posSaleNo}}：{{amountMinor}}。会員コードを読み取ってください。',
  'pos-sale-to-member':
    'POS から {{posSaleNo}}：{{amountMinor}}、{{name}} 様。会員を確認して会計してください。',
  'pos-sale-changed':
    'POS が {{posSaleNo}} を {{beforeMinor}} から {{amountMinor}} に変更しました。',
  'pos-sale-instead':
    'POS から {{posSaleNo}}：{{amountMinor}}。入力済みの {{beforeMinor}} と置き換えました。金額をご確認ください。',
  'pos-sale-cancelled': 'POS が {{posSaleNo}} を中止しました。レジから外しました。',
  'pos-sale-no-member':
    'POS が {{posSaleNo}}（{{amountMinor}}）を会員なしで会計しました。ポイントは付きません。',
  'pos-sale-gone': '{{posSaleNo}} はもうレジになく、会計していません。POS から再送してください。',
  'pos-no-tax-id':
    '店舗の統一編号がないため、{{posSaleNo}} の発票は使えません。設定で入力してください。',
};
