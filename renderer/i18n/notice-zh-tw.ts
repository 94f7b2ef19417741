/**
 * One sentence for each notice code: what happened, why, and what to do. Values in braces come with
 * the notice: money as NT$, days as 2026/11/22.
 */
export const noticeZhTw = {
  'ime-swallowed': '輸入法攔截了掃描，請按 Esc 後重刷。',

  'member-found': '{{name}}，歡迎。請輸入金額或掃描電子發票。',
  'member-changed': '會員已由 {{before}} 換成 {{name}}；若不是要換人，請重掃原會員的條碼。',
  'member-enrolled': '{{name}} 已加入會員，卡號 {{cardCode}}。請輸入金額。',
  'member-known-already': '這支手機已是會員 {{name}}，已帶入，沒有重複建立。',
  'member-unknown': '這位會員已不在名單中。請按 F3 重新尋找。',
  'card-unknown': '找不到卡號末四碼 {{tail}} 的會員。請確認是本店的卡，或按 F3 用電話尋找。',
  'card-misread': '會員條碼讀取不完整（檢查碼不符）。請擦拭條碼或調亮手機螢幕後重掃。',
  'mobile-invalid': '手機號碼不正確。請輸入 09 開頭的 10 碼號碼。',
  'birthday-invalid': '生日不正確。請輸入月日四碼，例如 0521。',

  'voucher-attached': '已套用「{{name}}」。請確認應付金額後按 Enter。',
  'voucher-removed': '已取消「{{name}}」，券仍可使用。',
  'voucher-on-sale-already': '「{{name}}」已在本筆套用，不會重複折抵。',
  'voucher-needs-member': '「{{name}}」需要先有會員。請先掃描會員條碼，再掃這張券。',
  'voucher-needs-card': '用電話或姓名找到的會員不能用「{{name}}」。請會員出示條碼掃描。',
  'voucher-unknown': '找不到券號 {{code}}。請確認是本店的券；剛發出的券請稍候同步後再掃。',
  'voucher-misread': '票券條碼讀取不完整（檢查碼不符）。請重掃。',
  'voucher-cancelled': '「{{name}}」已作廢，不能使用。請告知顧客換一張券。',
  'voucher-used': '「{{name}}」已於 {{date}} {{time}} 在{{store}}使用。請告知顧客換一張券。',
  'voucher-used-before': '「{{name}}」先前已使用過。請告知顧客換一張券。',
  'voucher-of-other-member': '「{{name}}」屬於另一位會員，不能用在本筆。請掃描持券會員的條碼。',
  'voucher-not-yet-valid': '「{{name}}」從 {{date}} 起才能使用。請告知顧客屆時再用。',
  'voucher-expired': '「{{name}}」已於 {{date}} 到期。請告知顧客換一張券。',
  'voucher-unknown-coupon': '這台櫃台還沒有「{{name}}」的規則。請稍候同步後再試，或先不用券結帳。',
  'voucher-listed-twice': '「{{name}}」已在本筆套用，不能用兩次。',
  'voucher-min-spend':
    '「{{name}}」需消費滿 {{minSpendMinor}}，還差 {{missingMinor}}。請先輸入足額消費，或取消此券。',
  'too-many-vouchers': '一筆消費最多用 {{max}} 張券。請先取消已套用的券。',

  'invoice-taken': '已帶入發票 {{number}}，金額 {{amountMinor}}。',
  'invoice-taken-instead':
    '已帶入發票 {{number}}，金額由 {{beforeMinor}} 改為 {{amountMinor}}，請核對。',
  'invoice-on-sale-already': '發票 {{number}} 已在本筆，不必再掃。',
  'invoice-dropped': '金額已改，發票 {{number}} 不再代表本筆，已移除。需要時請重掃發票。',
  'invoice-scan-left': '這是電子發票右側的 QR 碼。請掃左側的 QR 碼。',
  'invoice-misread': '電子發票讀取不完整（{{field}}）。請將發票攤平後重掃左側 QR 碼。',
  'invoice-slip-code39': '這是發票 {{number}} 上方的長條碼，裡面沒有金額。請掃下方左側的 QR 碼。',
  'invoice-foreign-seller':
    '發票 {{number}} 由統編 {{sellerTaxId}} 開立，不是本店的發票，不能累點。請掃本店發票。',
  'invoice-no-own-tax-id':
    '本店尚未設定統一編號，無法確認發票 {{number}} 是本店開立。請直接輸入金額。',
  'invoice-future': '發票 {{number}} 的日期 {{date}} 晚於今天。請檢查電腦日期，或直接輸入金額。',
  'invoice-too-old':
    '發票 {{number}} 開立於 {{date}}，已超過 {{daysMax}} 天的累點期限。請告知顧客。',
  'invoice-used': '發票 {{number}} 已於 {{date}} {{time}} 在{{store}}累過點。請掃另一張發票。',
  'invoice-zero': '發票 {{number}} 金額為 0，沒有可累的點數。請掃另一張發票。',
  'invoice-too-large':
    '發票 {{number}} 的金額 {{amountMinor}} 超過單筆上限 NT$9,999,999。請找店長處理。',

  'scan-repeated': '同一個條碼連續掃了兩次，第二次沒有計入。',
  'scan-carrier': '這是手機條碼載具，不是會員條碼。請會員打開會員卡。',
  'scan-full-ascii':
    '掃描器的 Code 39 設定不對，讀出的內容無法辨認。請依掃描器手冊開啟 Full ASCII 後重掃。',
  'scan-citizen-certificate': '這是自然人憑證載具，不是會員條碼。請會員打開會員卡。',
  'scan-product': '{{code}} 是商品條碼。這裡請掃會員條碼、票券或電子發票。',
  'scan-bad-check': '條碼的檢查碼不符，沒有讀完整。請重掃。',
  'scan-gs1-coupon': '這是廠商折價券，請在收銀機使用。這裡請掃本店的票券。',
  'scan-too-short': '掃到的內容太短，無法辨認。請對準整個條碼後重掃。',
  'scan-too-long': '掃到的內容太長，不是本店的條碼。請確認掃描的是會員條碼、票券或電子發票。',
  'scan-binary': '掃到的內容不是文字，無法辨認。請檢查掃描器設定後重掃。',
  'scan-empty': '掃描器送來空白內容。請重掃。',
  'scan-unknown': '無法辨認「{{preview}}」。這裡請掃會員條碼、票券或電子發票。',

  'amount-not-positive': '金額必須大於 0。請重新輸入金額。',
  'amount-too-large': '金額最多 7 位數。請確認輸入的是金額，不是統編或日期。',
  'amount-not-whole': '金額必須是整數元。請重新輸入金額。',
  'settle-needs-member': '還沒有會員，無法累點。請掃描會員條碼，或按 F3 尋找。',
  'settle-needs-amount': '還沒有金額，無法累點。請輸入金額，或掃描電子發票左側的 QR 碼。',
  'preview-changed': '畫面更新後結果已改變，本筆尚未結帳。請核對新的金額與點數，再按 Enter。',
  'unknown-tier': '這台櫃台沒有會員等級 {{tierId}} 的規則。請稍候同步後再試。',
  'program-missing': '這台櫃台還沒有累點規則。請等待與總部同步完成後再試。',
  'sale-settled': '{{name}} 應付 {{paidMinor}}，獲得 {{points}} 點，現有 {{balance}} 點。',
  'not-recorded': '這個動作沒有存入磁碟（{{trouble}}），請視為沒有發生。請通知店長檢查磁碟後再試。',

  'setup-first': '請先完成設定：連接總部，或選擇先不連接總部。',
  'set-up': '{{brandName}} 已可開始使用。請掃描會員條碼，或按 F6 加入第一位會員。',
  'already-set-up': '這台櫃台已經設定過，沒有更動。',
  'tax-id-invalid': '統一編號不正確（檢查碼不符）。請核對 8 碼數字。',
  connected: '已連接 {{brandName}} 總部，資料會自動上傳。',
  'connect-busy': '正在連接總部，請稍候。',
  'connect-refused': '沒有連上總部：{{reason}}',
  'device-path-taken': '這個連接埠已由「{{name}}」使用。請選擇其他連接埠。',
  'too-many-devices': '最多可設定 {{max}} 台掃描器。請先移除不用的掃描器。',
  'queue-full': '掃描來得太快，有 {{lost}} 次沒有處理。請等畫面停下後，從沒有反應的那一張重掃。',
  internal: '程式發生錯誤，這個動作沒有完成，也沒有改變資料。請再試一次；若仍發生請重新啟動程式。',
} as const;

/** Values of notices that are codes themselves: why, in a few words. */
export const causeZhTw = {
  'bad-address': '網址不正確。請照總部提供的網址輸入，外部網址需以 https:// 開頭。',
  'code-unknown': '連接碼不存在。請核對 8 碼，或請總部重新產生。',
  'code-expired': '連接碼已過期或已使用。請總部重新產生一組。',
  'too-many-tries': '嘗試次數過多。請等幾分鐘再試。',
  'hq-unreachable': '連不到總部的主機。請檢查網址與網路。',
  unreachable: '連不到總部的主機。請檢查網址與網路。',
  'not-hq': '回應的不是總部主機，可能被登入網頁攔截。請檢查網址，以及網路是否需要先登入。',
  'hq-failing': '總部主機暫時無法處理。請稍後再試。',
  refused: '總部拒絕了這台櫃台。請聯絡總部。',
  clock: '這台電腦的時間不對。請先校正時間。',
  full: '磁碟已滿',
  'read-only': '磁碟唯讀',
  failing: '磁碟讀寫錯誤',
  length: '長度不足',
  number: '發票號碼',
  date: '日期',
  random: '隨機碼',
  sales: '銷售額',
  total: '總計',
  buyer: '買方統編',
  seller: '賣方統編',
  check: '驗證碼',
} as const;
