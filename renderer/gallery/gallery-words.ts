import type { Language } from '../i18n/i18n.ts';

type Said = readonly [zh: string, en: string];

/** Headings of the gallery. It is read by who builds the screens: in Chinese, else in English. */
const words = {
  title: ['元件總覽', 'Gallery'],
  intro: [
    '櫃台畫面用到的每個元件與每種狀態，資料都是虛構的。',
    'Every control and every recurring piece of the counter’s screens, in each of its states, on made-up data.',
  ],
  theme: ['顏色', 'Theme'],
  light: ['淺色', 'Light'],
  dark: ['深色', 'Dark'],
  language: ['語言', 'Language'],
  targets: ['按鍵', 'Targets'],
  normal: ['一般', 'Normal'],
  large: ['加大', 'Large'],
  parts: ['章節', 'Parts'],
  play: ['播放', 'Play'],
  sample: ['會員 王○明 可用 12,480 點', 'Member 12,480 points, NT$1,280'],
  colors: ['色彩', 'Colours'],
  colorsNote: [
    '文字對比至少 4.5，大字與圖形至少 3；每一格都是現場計算。',
    'At least 4.5 for words, 3 for large words and shapes; every ratio is computed here and now.',
  ],
  type: ['文字', 'Type'],
  typeNote: ['七個級距；大螢幕時一起放大。', 'Seven sizes; all grow together on a large screen.'],
  space: ['間距與尺寸', 'Space and size'],
  spaceNote: [
    '按鍵最小 44 px，主要動作 56 px 以上；「加大」再放大。',
    'Targets from 44 px, actions from 56 px; “Large” makes them larger still.',
  ],
  motion: ['動態與聲音', 'Motion and sound'],
  motionNote: [
    '只有一種動態：好消息六秒後變淡。系統要求減少動態時停用。聲音靠節奏就能分辨。',
    'One thing moves: good news turns pale after six seconds, not where less motion is asked for. The tones differ in pitch and in rhythm.',
  ],
  icons: ['圖示', 'Icons'],
  iconsNote: [
    '完成、注意、不可使用：形狀不同，不只顏色。',
    'ok, warn and deny differ in shape, not in colour alone.',
  ],
  buttons: ['按鈕與按鍵', 'Buttons and keys'],
  buttonsNote: ['按鈕上寫著做同一件事的鍵。', 'A button shows the key that does the same.'],
  chips: ['標籤', 'Chips'],
  chipsNote: [
    '顏色、圖示、文字三者同時說明狀態。',
    'Colour, picture and word say a state together.',
  ],
  fields: ['欄位', 'Fields'],
  fieldsNote: ['錯誤用文字說明原因。', 'A refusal says why, in words.'],
  choices: ['分頁與選項', 'Tabs and choices'],
  choicesNote: ['選中的用填色表示。', 'What is chosen is filled.'],
  notices: ['訊息列', 'Notice band'],
  noticesNote: ['永遠在同一個位置，不擋住操作。', 'Always in the same place, never in the way.'],
  sale: ['金額與鍵盤', 'Amount and keypad'],
  saleNote: ['鍵盤每鍵至少 64 px。', 'Every key is 64 px or more.'],
  vouchers: ['票券與集點卡', 'Vouchers and stamp cards'],
  vouchersNote: ['可用、已套用、不可用與原因。', 'Usable, attached, or why not.'],
  history: ['最近消費與連線', 'Last sales and sync'],
  historyNote: ['每一筆是否已到總部。', 'Whether each sale has reached HQ.'],
  preview: ['結帳預覽', 'Sale preview'],
  previewNote: ['現在結帳會發生什麼事。', 'What settling now would do.'],
  script: ['各國文字', 'Scripts'],
  scriptNote: [
    '泰文聲調符號疊在母音上；日文與中文同碼不同形。行高要足夠。',
    'Thai marks stand above marks; Chinese and Japanese share code points but not shapes. Lines need room.',
  ],
  field: ['手機號碼', 'Mobile number'],
  fieldHint: ['10 碼', '10 digits'],
  fieldHolder: ['0912345678', '0912345678'],
  fieldError: [
    '請輸入 09 開頭的 10 碼手機號碼。',
    'Enter the ten digits of a mobile number, 09 first.',
  ],
  fieldLong: [
    '台北市信義區松壽路二十號新光三越信義新天地A11館六樓生活用品部門市櫃台一號',
    'Counter 1, Household, 6th floor, hall A11, 20 Songshou Road, Xinyi District, Taipei City',
  ],
  save: ['儲存', 'Save'],
  remove: ['刪除', 'Remove'],
  confirm: ['確認結帳', 'Settle the sale'],
  overview: ['總覽', 'Overview'],
  sales: ['消費', 'Sales'],
  on: ['開', 'On'],
  off: ['關', 'Off'],
  online: ['線上', 'Online'],
  waiting: ['離線 12 筆待上傳', 'Offline, 12 to send'],
  attention: ['需處理 1 筆', '1 needs attention'],
  gold: ['金卡 ×1.5', 'Gold ×1.5'],
  muted: ['靜音', 'Muted'],
  refused: ['不可使用', 'Not usable'],
  tag: ['常客', 'Regular'],
  longTag: ['台北車站微風廣場團購主揪客人', 'Organises the office lunch orders'],
  areaText: [
    '對花生過敏，做之前先問。\n週三固定訂五十份。',
    'Allergic to peanuts: ask first.\nFifty boxes every Wednesday.',
  ],
  longChip: [
    '超過一行寬度的標籤會被截斷，完整內容在提示中',
    'A chip too long for its place is cut; its title has it whole',
  ],
} as const satisfies Readonly<Record<string, Said>>;

export type GalleryWord = keyof typeof words;

/** The gallery's own words in a language it has. */
export function galleryWords(language: Language): (word: GalleryWord) => string {
  const at = language === 'zh-TW' ? 0 : 1;
  return (word) => words[word][at];
}

/** Lines that show whether letters are cut or of the wrong shape, whatever the language of the page. */
export const scriptLines = [
  { id: 'zh-TW', lang: 'zh-Hant-TW', text: '直骨今次骨曜海空者器　應付 NT$1,280「生日禮券」' },
  { id: 'en', lang: 'en', text: 'Ångström, “quoted” — fjord, Zürich, NT$1,280' },
  { id: 'ja', lang: 'ja', text: '直骨今次曜海　お支払い金額 ¥1,280「誕生日クーポン」ポイント' },
  { id: 'th', lang: 'th', text: 'ที่นี่ ผู้ใหญ่ กี่ครั้ง น้ำผึ้ง ปั๊ม ปิ่น ฎีกา ฏ ญู ฐู คะแนน 1,280' },
] as const;
