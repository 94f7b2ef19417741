/** What is said about training and the window for the customer. */
export const trainingJa = {
  word: '研修モード',
  strip: '練習用データです。記録は残らず、通信もしません。',
  end: '研修を終える',
  card: '練習カード',
  failed:
    '切り替えできませんでした。データは変わっていません。もう一度お試しください。続く場合は再起動してください。',
  refused: {
    'training-already': 'すでに研修モードです。',
    'setup-first': '先に初期設定を済ませてください。',
    'training-unavailable': 'ここでは研修モードを使えません。レジ横のアプリで使ってください。',
    'no-training': '研修モードではありません。',
  },
  begin: {
    title: '研修モード',
    lead: '練習用の別データで、どの操作も安心して試せます。',
    points: {
      data: '会員・ポイント・クーポンはすべて架空です。店舗のデータには触れません。',
      network: '通信しません。本部にも LINE にも送らず、POS もつながりません。',
      sale: '会計途中の取引は店舗側に残り、研修後に続けられます。',
      mark: '画面にオレンジの枠が出て、伝票番号は T で始まります。終了するとすべて削除されます。',
    },
    do: '研修を始める',
    doing: '切り替え中…',
  },
  practice: {
    title: '練習カード',
    lead: '「読み取り」を押すと、スキャナーで読んだのと同じ動きになります。電話番号の下 3 桁でも探せます。',
    scan: '読み取り',
    scanOf: '読み取り：{{what}}',
    tail: '電話の下 3 桁 {{tail}}',
    kind: {
      'gold-member': 'ゴールド会員（ポイントとクーポンあり）',
      'plain-member': '一般会員（ポイント少なめ）',
      'birthday-member': '今月が誕生月の会員',
      voucher: '使えるクーポン（300 以上で 50 引き）',
      'expired-voucher': '期限切れのクーポン',
      'others-voucher': '別の会員のクーポン',
      'e-invoice': '電子発票 NT$400',
      'unknown-card': '誰のものでもない会員カード',
      'misread-card': '1 桁読み違えた会員カード',
      product: '商品のバーコード',
    },
  },
  window: {
    title: 'お客様用画面',
    lead: 'お客様に見せる 2 つ目の画面です。金額・割引・ポイントを表示し、名前は一部だけ出ます。2 台目のディスプレイがあれば全画面になります。',
    on: '表示する',
    off: '表示しない',
    asCounter: 'レジと同じ',
  },
} as const;

/** Answers of the counter about training. */
export const trainingNoticeJa = {
  'training-begun':
    '研修モードです。何をしても記録に残りません。Shift+F11 で練習カードを開き、読み取ってみてください。',
  'training-ended':
    '店舗に戻りました。研修中の内容はすべて削除され、店舗のデータは変わっていません。',
  'training-cut':
    '研修モードのまま終了していました。店舗に戻りました。練習データは削除され、店舗のデータは変わっていません。',
  'training-failed':
    '研修モードを開けませんでした。店舗に戻り、データは変わっていません。ディスクの空きを確認してもう一度お試しください。',
  'training-card-unknown':
    '研修データにこのカード（下 4 桁 {{tail}}）はありません。実際の会員カードは研修では使えません。練習カード（Shift+F11）を使うか、研修を終えてください。',
  'training-code-unknown':
    '研修データにこのコードはありません。実際の会員コードやクーポンは研修では使えません。練習カード（Shift+F11）を使うか、研修を終えてください。',
} as const;

export const trainingRefusedJa = {
  'training-file': {
    title: '研修用のデータベースです',
    what: '店舗のデータベースの場所に研修用の練習データがあるため、開きませんでした。',
    todo: 'バックアップから店舗のデータベースを戻すか、本部に相談してから再起動してください。',
  },
  'not-training-file': {
    title: '研修用のデータベースではありません',
    what: '研修フォルダーのファイルに研修の印がないため、開きませんでした。',
    todo: '再起動してください。店舗のデータベースから始まります。',
  },
} as const;

export const trainingKeysJa = {
  training: '研修モード。研修中は練習カード',
  endTraining: '研修を終える',
} as const;

/** The customer's window. */
export const customerJa = {
  region: 'お客様用画面',
  welcome: 'いらっしゃいませ',
  hint: 'お会計の前に会員コードをご提示ください。ポイントがたまります',
  join: '読み取って会員登録',
  joinHint: 'LINE で読み取るだけで登録できます',
  hello: '{{name}} 様',
  yourPoints: 'お持ちのポイント',
  points: '{{points}} ポイント',
  amount: '金額',
  discount: '割引',
  withPoints: '（{{points}} ポイント利用）',
  toPay: 'お支払い',
  earns: '今回 {{points}} ポイントたまります',
  showCode: '会員コードのご提示でポイントがたまります',
  thanks: '{{name}} 様、ありがとうございました',
  earned: '今回のポイント',
  paid: 'お支払い',
  balance: '現在のポイント',
  training: '研修モード',
} as const;
