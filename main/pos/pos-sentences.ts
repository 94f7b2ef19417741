/** What a refusal tells the people at the POS: what happened, and what to do. */
const sentences: Readonly<Record<string, string>> = {
  'host-refused': '這個位址不能使用。請改用 127.0.0.1、localhost 或 [::1] 與設定的連接埠。',
  'origin-refused': '網頁不能呼叫這個介面。若收銀機就是網頁，請在設定加入它的網址。',
  'token-missing': '沒有帶權杖。請先配對，再以 Authorization: Bearer 帶上權杖。',
  'token-unknown': '權杖無效或已被撤銷。請在櫃台的設定重新配對。',
  'code-unknown': '配對碼不對或已過期。請在櫃台的設定重新產生。',
  'too-many-tries': '配對碼錯誤太多次，已作廢。請在櫃台的設定重新產生。',
  'name-reserved': '這個名稱保留給檔案交換。請換一個收銀機名稱。',
  'too-many-clients': '配對的收銀機太多了。請先在櫃台的設定撤銷不用的。',
  'not-found': '沒有這個路徑。請看 docs/pos-api.md。',
  'bad-request': '內容不合格式。請檢查 reason 列出的欄位。',
  'too-large': '內容太大。請減少明細或分開送。',
  'not-json': '內容必須是 UTF-8 的 JSON，Content-Type 為 application/json。',
  busy: '同時的呼叫太多。請等回覆後再送。',
  internal: '櫃台程式出錯，這次沒有任何改變。請再送一次；仍然失敗請通知維護人員。',
  'setup-first': '櫃台還沒完成設定。請先在櫃台完成首次設定。',
  'queue-full': '櫃台還有多筆未處理。請先完成櫃台上的交易，再送一次。',
  'not-recorded': '磁碟寫不進去，這次沒有任何改變。請通知維護人員。',
  'sale-unknown': '沒有這個單號。請先送出交易。',
  'sale-settled-differs': '這個單號已結帳，內容與這次不同。請核對單號；已結帳的交易不會改變。',
  'sale-settled': '這個單號已結帳，不能取消。要退回請用作廢。',
  'sale-not-settled': '這個單號還沒結帳，不能作廢。請用取消。',
  'sale-cancelled': '這個單號已取消或作廢。要繼續請重新送出交易。',
  'sale-queued': '櫃台正在處理另一筆。這一筆有會員，請等櫃台空出來再結帳。',
  'sale-changed': '交易在結帳途中一再改變。請再結帳一次。',
  'lines-differ': '明細加總與金額不符。請檢查各項單價、數量與折扣。',
  'too-many-lines': '明細太多，超過 200 項。請合併相同商品，或只送金額。',
  'card-unknown': '找不到這張會員卡。請重掃，或不帶會員碼送出，由櫃台掃描。',
  'no-tax-id': '門市沒有統一編號，發票無法使用。請帶 sellerTaxId，或在總部設定統編。',
  'invoice-used': '這張發票已經用過，不能再累點。請核對發票號碼。',
  'paid-differs': '收款金額與櫃台計算的不同。請以回覆的 paidMinor 收款後再結帳。',
  blocked: '櫃台現在不能結這一筆，原因見櫃台畫面。請在櫃台處理後再結帳。',
  'void-refused': '這一筆不能作廢，原因代碼見 reason。請在櫃台用退貨處理。',
  // files
  'file-too-large': '檔案超過 1 MB。請分成較小的檔案。',
  'file-unreadable': '檔案讀不出來，不是 UTF-8 也不是 Big5。請檢查編碼。',
  'file-not-json': '檔案不是正確的 JSON。請檢查括號與逗號。',
  'file-empty': '檔案裡沒有任何交易。',
  'file-columns': 'CSV 的欄位名稱不對或缺少必要欄位。請對照 docs/pos-api.md。',
  'file-too-many': '一個檔案最多 50 筆交易。請分成多個檔案。',
};

/** The sentence for a code, in zh-TW; any code has one. */
export function posSentence(code: string): string {
  return sentences[code] ?? `櫃台沒有接受（${code}）。請看櫃台畫面。`;
}

/** Codes that have a sentence of their own. */
export const posSentenceCodes: readonly string[] = Object.keys(sentences);
