import { trainingRefusedZhTw } from './training-zh-tw.ts';

/** Why a counter does not open its database, and what to do. */
export const refusedZhTw = {
  ...trainingRefusedZhTw,
  unchanged: '資料沒有被更動。',
  code: '代碼',
  detail: '詳細',
  'database-newer': {
    title: '資料庫來自較新的版本',
    what: '這個版本的程式看不懂目前的資料庫，所以沒有開啟它。',
    todo: '請安裝較新版本的 Counterfoil，再重新啟動。',
  },
  'database-unreadable': {
    title: '資料庫無法讀取',
    what: '資料庫檔案已損壞，或不是用這台電腦的金鑰加密，所以沒有開啟它。',
    todo: '請不要刪除任何檔案。用備份還原，或聯絡總部協助後再重新啟動。',
  },
  'database-in-use': {
    title: '資料庫正由另一個程式使用',
    what: '這台電腦上有另一個程式正開著同一個資料庫。兩個程式同時寫入會弄亂紀錄，所以沒有開啟它。',
    todo: '請關閉另一個 Counterfoil 或備份程式，再重新啟動；找不到的話，請重新開機。',
  },
  'key-missing': {
    title: '找不到資料庫的金鑰',
    what: '這台電腦的使用者帳號打不開資料庫的金鑰，所以沒有開啟資料庫。',
    todo: '請用平常的使用者帳號登入這台電腦，再重新啟動。若換過電腦或重灌過系統，請聯絡總部。',
  },
  'disk-failed': {
    title: '磁碟無法讀寫',
    what: '磁碟已滿、唯讀，或發生錯誤。不能保證消費紀錄寫得進去，所以停止使用。',
    todo: '請清出磁碟空間並檢查磁碟，再重新啟動。',
  },
  'not-durable': {
    title: '無法保證資料寫入磁碟',
    what: '資料庫沒有以「寫入磁碟才算完成」的方式開啟；斷電時可能遺失消費，所以停止使用。',
    todo: '請重新安裝 Counterfoil，再重新啟動。若仍然如此，請聯絡總部。',
  },
} as const;
