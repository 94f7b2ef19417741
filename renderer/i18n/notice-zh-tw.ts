import { trainingNoticeZhTw } from './training-zh-tw.ts';
import { goodsNoticeZhTw } from './goods-zh-tw.ts';
import { lineNoticeZhTw } from './line-zh-tw.ts';
import { posNoticeZhTw } from './pos-zh-tw.ts';
import { parkedNoticeZhTw } from './parked-zh-tw.ts';
import { scanNoticeZhTw } from './scans-zh-tw.ts';
import { staffNoticeZhTw } from './staff-zh-tw.ts';
import { tokenNoticeZhTw } from './token-zh-tw.ts';

/**
 * One sentence for each notice code: what happened, why, and what to do. Values in braces come with
 * the notice: money as NT$, days as 2026/11/22.
 */
export const noticeZhTw = {
  ...trainingNoticeZhTw,
  'ime-swallowed': '輸入法攔截了掃描，請按 Esc 後重掃。',

  ...parkedNoticeZhTw,
  ...tokenNoticeZhTw,
  ...lineNoticeZhTw,
  ...staffNoticeZhTw,
  'member-found': '{{name}}，歡迎。請輸入金額或掃描電子發票。',
  'member-found-weak-code': '{{name}} 的條碼還在等總部確認：可累點，暫不能用券與點數。請輸入金額。',
  'member-changed':
    '會員已由 {{before}} 換成 {{name}}，金額不變；若不是要換人，請按 F3 找回原會員。',
  'member-enrolled': '{{name}} 已加入會員，卡號 {{cardCode}}。請輸入金額。',
  'member-enrolled-with': '{{name}} 已加入會員，卡號 {{cardCode}}，{{extra}}。請輸入金額。',
  'member-enrolled-inviter-unknown':
    '{{name}} 已加入會員，卡號 {{cardCode}}；這台櫃台查不到推薦人 {{code}}，由總部確認後補發。',
  'member-found-untold':
    '總部還原後沒有 {{name}} 的資料。可以照常累點，結帳時會自動向總部重新登記；之前的點數請向總部確認。請輸入金額。',
  'member-found-untold-bare':
    '總部還原後沒有 {{name}} 的資料，也沒有手機號碼可以重新登記。可以照常累點；請通知總部補上這位會員。請輸入金額。',
  'member-known-already': '這支手機已是會員 {{name}}，已帶入，沒有重複建立。',
  'member-unknown': '這位會員已不在名單中。請按 F3 重新尋找。',
  'card-unknown': '找不到卡號末四碼 {{tail}} 的會員。請確認是本店的卡，或按 F3 用電話尋找。',
  'card-misread': '會員條碼讀取不完整（檢查碼不符）。請擦拭條碼或調亮手機螢幕後重掃。',
  'mobile-invalid': '手機號碼不正確。請輸入 09 開頭的 10 碼號碼。',
  'birthday-invalid': '生日不正確。請輸入月日四碼，例如 0521。',

  'desk-scanned': '已用 {{text}} 在退貨畫面找消費。',
  'desk-scan-other': '退貨時請掃電子發票左邊的 QR 碼或會員卡；票券請回到結帳畫面再掃。',
  'inviter-scanned': '已填入推薦人卡號 {{code}}。',

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
  'voucher-used-up': '「{{name}}」的次數已用完。請告知顧客換一張券。',
  'voucher-needs-hq': '「{{name}}」需連線到總部才能使用，目前離線。請稍後再試，或先不用此券結帳。',
  'voucher-hq-refused': '總部確認：「{{name}}」已經不能使用。請取消此券後結帳，並請顧客換一張券。',
  'voucher-held-elsewhere':
    '「{{name}}」保留在其他櫃台，這裡不能用。請到該櫃台使用，或先不用此券。',
  'voucher-time-unknown':
    '這台電腦的時間跳動過大，無法確認「{{name}}」是否到期。請檢查網路與電腦時間後再試。',
  'voucher-token-invalid': '這個票券 QR 碼無法驗證，不能使用。請顧客重新開啟票券畫面後再掃。',
  'voucher-token-online': '這張券要連上總部才能使用。請連線後再掃，或先不用此券結帳。',
  'voucher-not-this-time': '「{{name}}」現在不是可用的時段。請告知顧客可用的日期與時間。',
  'voucher-not-this-tier': '會員目前的等級不能使用「{{name}}」。請告知顧客換一張券。',
  'voucher-not-this-store': '「{{name}}」不能在這家門市使用。請告知顧客到指定門市。',
  'voucher-not-this-channel': '「{{name}}」不適用於門市消費。請告知顧客換一張券。',
  'voucher-not-birthday': '「{{name}}」只能在生日期間使用。請告知顧客屆時再用。',
  'voucher-not-new-member': '「{{name}}」只限新會員使用。請告知顧客換一張券。',
  'voucher-not-first-purchase': '「{{name}}」只限首次消費使用。請告知顧客換一張券。',
  'voucher-needs-goods': '「{{name}}」需搭配指定商品，本筆沒有。請加入商品後再試。',
  'voucher-needs-code': '「{{name}}」需要券碼。請掃描顧客的券。',
  'voucher-no-goods-in-scope': '本筆沒有「{{name}}」適用的商品。請加入商品，或換一張券。',
  'voucher-min-units':
    '「{{name}}」需購買 {{minUnits}} 件，還差 {{missingUnits}} 件。請加入商品後再試。',
  'voucher-too-many-units': '本筆的件數超過「{{name}}」的上限。請分開結帳，或取消此券。',
  'voucher-too-much-spend': '本筆的金額超過「{{name}}」的上限。請取消此券後結帳。',
  'voucher-limit-program': '「{{name}}」的總張數已用完。請告知顧客換一張券。',
  'voucher-limit-day': '「{{name}}」今天的張數已用完。請告知顧客改天再用。',
  'voucher-limit-store-day': '「{{name}}」今天在本店的張數已用完。請告知顧客改天再用。',
  'voucher-limit-member': '這位會員使用「{{name}}」的次數已達上限。請換一張券。',
  'voucher-limit-member-day': '這位會員今天使用「{{name}}」的次數已達上限。請改天再用。',
  'voucher-no-discount-left': '本筆已沒有金額可讓「{{name}}」折抵。請保留此券下次使用。',
  'voucher-discount-too-small':
    '本筆金額太小，「{{name}}」折不到 NT$1。請加入商品，或保留此券下次使用。',
  'voucher-outside-program': '會員方案目前不在期間內，「{{name}}」不能使用。請取消此券後結帳。',
  'voucher-better-one-used': '已用「{{other}}」，不能與「{{name}}」並用。要換券請先取消前者。',

  'best-used': '已套用最省的票券組合，共省 {{savesMinor}}。請確認應付金額後按 Enter。',
  'best-none': '目前套用的已經最省，沒有更好的組合。請直接結帳。',

  'points-on-sale': '用 {{points}} 點折 {{valueMinor}}。請確認應付金額後按 Enter。',
  'points-on-sale-offline':
    '離線中最多可用 {{points}} 點，折 {{valueMinor}}。請確認應付金額後按 Enter。',
  'points-cut':
    '最多只能用 {{points}} 點（輸入 {{asked}} 點），折 {{valueMinor}}。請核對應付金額。',
  'points-off': '已取消點數折抵，點數沒有扣除。',
  'no-redemption': '目前的規則不開放點數折抵。請直接結帳，點數照常累積。',
  'redeem-needs-scan': '用電話或姓名找到的會員不能用點數折抵。請會員出示條碼掃描。',
  'redeem-exceeds-total': '點數折抵超過應付金額。請減少點數。',
  'points-short':
    '點數不足：可用 {{availablePoints}} 點，需要 {{neededPoints}} 點。請減少點數後再試。',
  'points-owed': '需要 {{neededPoints}} 點，可用 0 點，還欠 {{owedPoints}} 點。請改用其他付款。',
  'redeem-above-max': '本筆最多可用 {{maxPoints}} 點。請減少點數，或不用點數結帳。',
  'redeem-not-step': '點數要以 {{pointsPerStep}} 點為單位。請改成它的倍數。',
  'redeem-min-above-max':
    '點數折抵至少要用 {{pointsMin}} 點，但本筆最多只能用 {{maxPoints}} 點。請不用點數結帳。',
  'redeem-below-min': '點數折抵至少要用 {{pointsMin}} 點。請增加點數，或不用點數結帳。',
  'redeem-cart-min':
    '消費滿 {{cartMinMinor}} 才能用點數折抵，還差 {{missingMinor}}。請先輸入足額消費。',
  'reward-unknown': '這台櫃台還沒有這項兌換的規則。請稍候同步後再試。',
  'reward-refused': '這項兌換的條件不符，沒有扣點。請核對商品與次數。',
  'value-expired': '儲值或禮物卡已到期，沒有扣款。請顧客改用其他方式付款。',
  'value-short': '儲值或禮物卡餘額不足，沒有扣款。請減少金額後再試。',
  'value-exceeds-total': '儲值或禮物卡的金額超過應付。請減少金額後再試。',

  'spend-asking': '正在向總部確認點數或票券，請稍候幾秒，不必重按。',
  'spend-hq-silent':
    '總部沒有回應，這筆不能用這麼多點。最多可用 {{maxPoints}} 點；請減少點數，或不用點數結帳。',
  'spend-hq-full':
    '總部替本櫃保留的筆數已滿，這筆最多可用 {{maxPoints}} 點。請減少點數，或過幾分鐘再試。',
  'spend-hq-short':
    '總部確認：這位會員只剩 {{availablePoints}} 點可用。請減少點數，或不用點數結帳。',
  'spend-held-elsewhere':
    '有 {{heldPoints}} 點保留在其他櫃台，已請它釋出。請約 10 秒後再按 Enter，或先用 {{availablePoints}} 點。',
  'spend-stopped': '這台櫃台正在與總部核對紀錄，暫時不能用點數。請不用點數結帳，並通知店長。',
  'spend-time-unknown':
    '這台電腦的時間跳動過大，連上總部前不能用點數。請檢查網路與電腦時間，或不用點數結帳。',
  'spend-never-synced': '還沒收齊總部的會員資料，暫時不能用點數。請等同步完成，或不用點數結帳。',
  'spend-offline-too-long':
    '離線超過 {{hoursMax}} 小時，不能再用點數。請檢查網路，或不用點數結帳；點數照常累積。',
  'spend-balance-old':
    '會員點數資料已超過 {{hoursMax}} 小時沒有更新，不能用點數。請檢查網路，或不用點數結帳。',
  'spend-balance-short': '離線中，這位會員最多可用 {{leftPoints}} 點。請減少點數，或不用點數結帳。',
  'spend-above-online': '超過 {{maxPoints}} 點要連上總部才能用。請減少點數，或連線後再試。',
  'spend-above-sale': '離線時每筆最多可用 {{maxPoints}} 點。請減少點數，或連線後再試。',
  'spend-above-member':
    '離線期間這位會員在本櫃只能再用 {{maxPoints}} 點。請減少點數，或連線後再試。',
  'spend-above-counter':
    '離線期間本櫃的點數額度只剩 {{maxPoints}} 點。請減少點數，或不用點數結帳，並通知店長。',
  'spend-too-often':
    '這位會員離線期間已用點數 {{salesMax}} 次，達到上限。請不用點數結帳，或連線後再試。',

  'invoice-taken': '已帶入發票 {{number}}，金額 {{amountMinor}}。',
  'invoice-taken-instead':
    '已帶入發票 {{number}}，金額由 {{beforeMinor}} 改為 {{amountMinor}}，請核對。',
  'invoice-on-sale-already': '發票 {{number}} 已在本筆，不必再掃。',
  'invoice-dropped': '金額已改，發票 {{number}} 不再代表本筆，已移除。需要時請重掃發票。',
  'invoice-scan-left': '這是電子發票右邊的 QR 碼，裡面沒有金額。請再掃描左邊的 QR 碼。',
  'invoice-misread': '電子發票讀取不完整（{{field}}）。請將發票攤平後重掃左側 QR 碼。',
  'invoice-slip-code39': '這是發票 {{number}} 上方的長條碼，裡面沒有金額。請掃下方左側的 QR 碼。',
  'invoice-foreign-seller':
    '發票 {{number}} 由統編 {{sellerTaxId}} 開立，不是本店的發票，不能累點。請掃本店發票。',
  'invoice-no-own-tax-id':
    '本店尚未設定統一編號，無法確認發票 {{number}} 是本店開立。請直接輸入金額，並在設定（F10）補上統一編號。',
  'invoice-future': '發票 {{number}} 的日期 {{date}} 晚於今天。請檢查電腦日期，或直接輸入金額。',
  'invoice-too-old':
    '發票 {{number}} 開立於 {{date}}，已超過 {{daysMax}} 天的累點期限。請告知顧客。',
  'invoice-used': '發票 {{number}} 已於 {{date}} {{time}} 在{{store}}累過點。請掃另一張發票。',
  'invoice-zero': '發票 {{number}} 金額為 0，沒有可累的點數。請掃另一張發票。',
  'invoice-too-large':
    '發票 {{number}} 的金額 {{amountMinor}} 超過單筆上限 NT$9,999,999。請找店長處理。',

  ...scanNoticeZhTw,
  'scan-carrier': '這是手機條碼載具，不是會員條碼。請會員打開會員卡。',
  'scan-full-ascii':
    '掃描器開著「Code 39 Full ASCII」，讀出的字被改掉了，沒有採用。請依掃描器手冊關閉後重掃。',
  'scan-citizen-certificate': '這是自然人憑證載具，不是會員條碼。請會員打開會員卡。',
  'scan-product': '{{code}} 是商品條碼。這裡請掃會員條碼、票券或電子發票。',
  'scan-bad-check': '條碼的檢查碼不符，沒有讀完整。請重掃。',
  'scan-gs1-coupon': '這是廠商折價券，請在收銀機使用。這裡請掃本店的票券。',
  'scan-unended':
    '「{{name}}」送來的內容沒有結尾，已略過，請重掃一次。若每次都這樣，請到設定移除它，再用「偵測掃描器」加入。',
  'scan-too-short': '掃到的內容太短，無法辨認。請對準整個條碼後重掃。',
  'scan-too-long': '掃到的內容太長，不是本店的條碼。請確認掃描的是會員條碼、票券或電子發票。',
  'scan-binary':
    '掃到的內容不是文字，不是本店的條碼。請掃會員條碼、票券或電子發票；若每張都這樣，請檢查掃描器設定。',
  'scan-empty': '掃描器送來空白內容。請重掃。',
  'scan-tested': '測試模式：收到條碼，列在下方。沒有帶入會員、沒有累點，也沒有改變任何資料。',
  'scan-unknown': '無法辨認「{{preview}}」。這裡請掃會員條碼、票券或電子發票。',

  ...goodsNoticeZhTw,
  ...posNoticeZhTw,
  'amount-not-positive': '金額必須大於 0。請重新輸入金額。',
  'amount-too-large': '金額最多 7 位數。請確認輸入的是金額，不是統編或日期。',
  'amount-not-whole': '金額必須是整數元。請重新輸入金額。',
  'settle-needs-member': '還沒有會員，無法累點。請掃描會員條碼，或按 F3 尋找。',
  'settle-needs-amount': '還沒有金額，無法累點。請輸入金額，或掃描電子發票左側的 QR 碼。',
  'preview-changed': '畫面更新後結果已改變，本筆尚未結帳。請核對新的金額與點數，再按 Enter。',
  'program-missing': '這台櫃台還沒有累點規則。請等待與總部同步完成後再試。',
  'sale-settled': '{{name}} 應付 {{paidMinor}}，獲得 {{points}} 點，現有 {{balance}} 點。',
  'sale-settled-with':
    '{{name}} 應付 {{paidMinor}}，獲得 {{points}} 點，現有 {{balance}} 點。{{extra}}。',

  'sale-undone':
    '單號 {{saleNo}} 已作廢：退還 {{moneyMinor}}，收回 {{clawedBack}} 點，退回 {{returned}} 點。',
  'sale-refunded':
    '單號 {{saleNo}} 已退貨：退還 {{moneyMinor}}，收回 {{clawedBack}} 點，退回 {{returned}} 點。',
  'refund-changed': '結果剛才有變動，尚未退款。請核對新的金額與點數，再按 Enter。',
  'refund-conflict': '同一筆退貨已用不同內容送出過，這次沒有更動。請查看最近消費確認結果。',
  'refund-sale-unknown': '這台櫃台沒有這筆消費。請核對單號，或到原櫃台辦理。',
  'refund-nothing-left': '這筆消費已全部退完。請核對單號。',
  'refund-amount-not-positive': '退貨金額必須大於 0。請重新輸入金額。',
  'refund-amount-not-whole': '退貨金額必須是整數元。請重新輸入金額。',
  'refund-line-unknown': '這筆消費沒有這項商品。請重新選擇。',
  'refund-exceeds-refundable': '最多可退 {{refundableMinor}}。請減少退貨金額。',
  'refund-exceeds-line': '第 {{line}} 項最多可退 {{qtyLeft}} 件。請減少件數。',
  'refund-too-late': '退貨期限到 {{date}} 為止，已經超過。請店長聯絡總部處理。',
  'refund-points-spent': '這筆的點數已用掉 {{points}} 點，不能作廢。請改用退貨。',
  'refund-already-refunded': '這筆已部分退貨，不能整筆作廢。請改用退貨退其餘部分。',
  'not-recorded': '這個動作沒有存入磁碟（{{trouble}}），請視為沒有發生。請通知店長檢查磁碟後再試。',

  'setup-first': '請先完成設定：連接總部，或選擇先不連接總部。',
  'set-up': '{{brandName}} 已可開始使用。請掃描會員條碼，或按 F6 加入第一位會員。',
  'already-set-up': '這台櫃台已經設定過，沒有更動。',
  'shop-saved': '已儲存 {{brandName}} 的店名與統一編號。',
  'shop-is-hqs': '店名與統一編號由總部管理，沒有更動。請聯絡總部修改。',
  'clock-trusted': '之後照這台電腦的時鐘走。日期錯誤的紀錄保留原樣。',
  'clock-is-hqs': '時間以總部為準，沒有更動。請檢查電腦時鐘與網路。',
  'tax-id-invalid': '統一編號不正確（檢查碼不符）。請核對 8 碼數字。',
  connected: '已連接 {{brandName}} 總部，資料會自動上傳。',
  'connect-busy': '正在連接總部，請稍候。',
  'connect-refused': '沒有連上總部：{{reason}}',
  'device-path-taken': '這個連接埠已由「{{name}}」使用。請選擇其他連接埠。',
  'too-many-devices': '最多可設定 {{max}} 台掃描器。請先移除不用的掃描器。',
  'queue-full': '掃描來得太快，有 {{lost}} 次沒有處理。請等畫面停下後，重掃沒有反應的那一張。',
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
