/** What is said about training and the window for the customer. */
export const trainingZhTw = {
  word: '訓練模式',
  strip: '練習用的資料，什麼都不算數，也不連網路。',
  end: '結束訓練',
  card: '練習卡',
  failed: '沒有切換成功，資料沒有更動。請再試一次；若仍然失敗，請重新啟動程式。',
  refused: {
    'training-already': '已經在訓練模式。',
    'setup-first': '請先完成設定，再使用訓練模式。',
    'training-unavailable': '這裡不能使用訓練模式。請在收銀台的程式中使用。',
    'no-training': '目前不在訓練模式。',
  },
  begin: {
    title: '訓練模式',
    lead: '用另外一份練習資料，放心試每一個動作。',
    points: {
      data: '會員、點數、票券都是編出來的；本店的資料完全不動。',
      network: '不連網路：不傳總部、不發 LINE，收銀機也連不進來。',
      sale: '未結的消費會留在本店，結束訓練後還在。',
      mark: '畫面有橘色框，單號以 T 開頭；結束後練習資料全部刪除。',
    },
    do: '開始訓練',
    doing: '切換中…',
  },
  practice: {
    title: '練習卡',
    lead: '按「掃描」就像用掃描器掃了這張條碼；也可以用電話末三碼找會員。',
    scan: '掃描',
    scanOf: '掃描：{{what}}',
    tail: '電話末三碼 {{tail}}',
    kind: {
      'gold-member': '金卡會員，有點數與票券',
      'plain-member': '一般會員，點數不多',
      'birthday-member': '本月壽星',
      voucher: '可以用的票券（滿 300 折 50）',
      'expired-voucher': '過期的票券',
      'others-voucher': '別人的票券',
      'e-invoice': '電子發票 NT$400',
      'unknown-card': '沒有人用的會員卡',
      'misread-card': '讀錯一碼的會員卡',
      product: '商品條碼',
    },
  },
  window: {
    title: '顧客螢幕',
    lead: '給顧客看的第二個視窗：金額、折抵、點數，姓名只顯示一部分。有第二個螢幕時自動放滿。',
    on: '顯示',
    off: '不顯示',
    asCounter: '與櫃台相同',
  },
} as const;

/** Answers of the counter about training. */
export const trainingNoticeZhTw = {
  'training-begun': '現在是訓練模式，什麼都不算數。請按 Shift+F11 看練習卡，掃一張試試。',
  'training-ended': '已回到本店。訓練中的一切都已刪除，本店資料沒有更動。',
  'training-cut': '上次關閉時還在訓練模式；現在已回到本店，訓練資料已刪除，本店資料沒有更動。',
  'training-failed': '無法進入訓練模式，已回到本店，資料沒有更動。請檢查磁碟空間後再試。',
  'training-card-unknown':
    '訓練資料裡沒有這張卡（末四碼 {{tail}}）：真的會員卡在訓練中不能用。請改掃練習卡（Shift+F11），或先結束訓練。',
  'training-code-unknown':
    '訓練資料裡沒有這個條碼：真的會員碼與票券在訓練中不能用。請改掃練習卡（Shift+F11），或先結束訓練。',
} as const;

export const trainingRefusedZhTw = {
  'training-file': {
    title: '這是訓練用的資料庫',
    what: '放在本店資料庫位置的檔案是訓練模式的練習資料，所以沒有開啟它。',
    todo: '請用備份還原本店的資料庫，或聯絡總部協助後再重新啟動。',
  },
  'not-training-file': {
    title: '這不是訓練用的資料庫',
    what: '訓練資料夾裡的檔案沒有訓練標記，所以沒有開啟它。',
    todo: '請重新啟動程式，會回到本店的資料庫。',
  },
} as const;

export const trainingKeysZhTw = {
  training: '訓練模式；在訓練中：練習卡',
  endTraining: '結束訓練',
} as const;

/** The customer's window. */
export const customerZhTw = {
  region: '顧客螢幕',
  welcome: '歡迎光臨',
  hint: '結帳前請出示會員條碼，累積點數',
  join: '掃描加入會員',
  joinHint: '用 LINE 掃描，馬上成為會員',
  hello: '{{name}}，您好',
  yourPoints: '您的點數',
  points: '{{points}} 點',
  amount: '消費金額',
  discount: '折抵',
  withPoints: '（含 {{points}} 點）',
  toPay: '應付金額',
  earns: '本次可得 {{points}} 點',
  showCode: '出示會員條碼即可累點',
  thanks: '謝謝您，{{name}}',
  earned: '本次獲得',
  paid: '實付',
  balance: '目前點數',
  training: '訓練模式',
} as const;
