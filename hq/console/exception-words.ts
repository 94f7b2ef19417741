import type { Language } from './words.ts';

/** What an exception is, and what to do about it, for people. */
export type ExceptionWords = { readonly title: string; readonly advice: string };

type Both = { readonly zh: readonly [string, string]; readonly en: readonly [string, string] };

const kinds: { readonly [kind: string]: Both } = {
  'recompute-difference': {
    zh: ['機台與總部算出的點數不同', '已照機台告知顧客的結果入帳。請比對兩邊結果，確認機台的規則版本。'],
    en: ['The counter and HQ got different points', 'Booked as the customer was told. Compare both results and check the rules the counter had.'],
  },
  'stale-tier': {
    zh: ['機台用了舊的會員等級', '已照機台結果入帳。若差異不小，可聯絡會員補點。'],
    en: ['The counter used an older tier', 'Booked as recorded. If it matters, make it up to the member.'],
  },
  'unknown-program': {
    zh: ['總部沒有這個版本的規則', '已入帳但無法重算。請確認機台用的是哪一份規則。'],
    en: ['HQ does not have this version of the rules', 'Booked, but not recomputed. Find out which rules the counter used.'],
  },
  'voucher-used-twice': {
    zh: ['同一張優惠券用了兩次', '先收到的算數；後一次由門市吸收或聯絡會員。'],
    en: ['One voucher was used twice', 'The first to arrive counts. Absorb the second or contact the member.'],
  },
  'unknown-voucher': {
    zh: ['總部不認得這張優惠券', '折抵已入帳。請確認券的來源。'],
    en: ['HQ does not know this voucher', 'The discount stands. Find out where the voucher came from.'],
  },
  'voucher-cancelled': {
    zh: ['使用了已作廢的優惠券', '折抵已入帳。機台當時可能離線，請與門市確認。'],
    en: ['A cancelled voucher was used', 'The discount stands. The counter may have been offline; ask the store.'],
  },
  'invoice-used-twice': {
    zh: ['同一張電子發票集點兩次', '第二次沒有給點。若顧客已被告知有點數，請向顧客說明。'],
    en: ['One e-invoice was used to earn twice', 'The second earned nothing. Explain it to the customer if points were promised.'],
  },
  'sale-recorded-twice': {
    zh: ['同一筆交易送來兩次', '只算一次，通常不需處理。'],
    en: ['One sale came twice', 'It counts once; usually nothing is to be done.'],
  },
  'unknown-member': {
    zh: ['交易的會員總部不認得', '點數先保留在這個會員編號上，等資料補上。'],
    en: ['A sale of a member HQ does not know', 'The points are kept under this id until the details come.'],
  },
  'mobile-known': {
    zh: ['新會員的手機號碼已有人使用', '可能是同一人。請核對後合併。'],
    en: ['A new member has a known mobile number', 'Possibly the same person. Check, then merge.'],
  },
  'card-code-known': {
    zh: ['新會員的卡號已屬於別人', '請換一張卡給新會員。'],
    en: ['A new member was given a card of somebody else', 'Give the new member another card.'],
  },
  'member-known': {
    zh: ['會員已經存在', '沒有改動既有資料，通常不需處理。'],
    en: ['This member exists already', 'Nothing was changed; usually nothing is to be done.'],
  },
  fork: {
    zh: ['兩台電腦用了同一個機台身分', '可能是硬碟被複製或還原備份。確認後停用其中一台，重新連線。'],
    en: ['Two PCs used one counter identity', 'A cloned disk or a restored backup. Revoke one and enrol it again.'],
  },
  'eid-conflict': {
    zh: ['同一個事件編號有兩種內容', '第二份已隔離保存，沒有影響點數。'],
    en: ['One event id came with two contents', 'The second is kept aside and had no effect.'],
  },
  'line-refused': {
    zh: ['LINE 不收這則訊息', '多半是會員已不是此官方帳號的用戶。'],
    en: ['LINE will not take this message', 'Usually the member no longer belongs to this account.'],
  },
  'line-expired': {
    zh: ['LINE 訊息超過 23 小時未送出', '為避免重複通知，已停止重試。'],
    en: ['A LINE message could not be sent for 23 hours', 'Stopped, so that the member is not told twice.'],
  },
  'line-message-failed': {
    zh: ['LINE 訊息無法產生', '點數已入帳，只是沒有通知。'],
    en: ['A LINE message could not be made', 'The points are booked; only the message is missing.'],
  },
};

const quarantined: Both = {
  zh: ['事件無法讀取，已隔離保存', '原始內容都在。若機台版本較新，請先更新總部。'],
  en: ['An event cannot be applied and is kept aside', 'Nothing of it is lost. If the counter is newer, update HQ first.'],
};

/** The words for a kind of exception; kinds without words of their own are quarantined events. */
export function exceptionWords(kind: string, language: Language): ExceptionWords {
  const both = kinds[kind] ?? quarantined;
  const [title, advice] = language === 'en' ? both.en : both.zh;
  return { title, advice };
}
