import type { Language } from '../../app/contract/language.ts';
import { formatTwd } from '../../app/domain/money.ts';

/** The words of a voucher's terms in one language. Amounts in whole NT$, shares in basis points. */
export type TermsWords = {
  readonly amountOff: (minor: number) => string;
  readonly shareOff: (offBps: number) => string;
  readonly atMost: (minor: number) => string;
  readonly unitPrice: (minor: number, unitsMax: number | null) => string;
  readonly cheapest: (units: number, off: string) => string;
  readonly freeUnits: (units: number) => string;
  readonly buyGet: (buy: number, get: number, off: string) => string;
  readonly bundle: (units: number, minor: number) => string;
  readonly goods: (units: number, name: string) => string;
  readonly from: (minor: number) => string;
  readonly fromUnits: (units: number) => string;
  readonly someGoods: string;
  readonly notAllGoods: string;
  readonly weekdays: (days: readonly number[]) => string;
  readonly hours: (hours: readonly { readonly from: string; readonly until: string }[]) => string;
  readonly days: (from: string | null, until: string | null) => string;
  readonly tiers: (names: readonly string[]) => string;
  readonly birthday: { readonly month: string; readonly day: string };
  readonly stores: (names: readonly string[]) => string;
  readonly alone: string;
};

const list = (items: readonly string[]) => items.join(', ');
const hoursIn = (hours: readonly { readonly from: string; readonly until: string }[]) =>
  hours.map(({ from, until }) => `${from}–${until}`);
/** 1 = Monday. */
const daysIn = (names: readonly string[], days: readonly number[]) =>
  days.map((day) => names[day - 1] ?? '');
const shareText = (bps: number) => String(bps / 100);

/** As shops say it: 500 → `95 折`, 2,000 → `8 折`. */
function foldZh(offBps: number): string {
  if (offBps >= 10_000) return '免費';
  const pays = (10_000 - offBps) / 100;
  if (!Number.isInteger(pays)) return `減 ${shareText(offBps)}%`;
  return `${pays % 10 === 0 ? pays / 10 : pays} 折`;
}

const zhTw: TermsWords = {
  amountOff: (minor) => `折 ${formatTwd(minor)}`,
  shareOff: foldZh,
  atMost: (minor) => `最多折 ${formatTwd(minor)}`,
  unitPrice: (minor, max) => `每件 ${formatTwd(minor)}${max === null ? '' : `，最多 ${max} 件`}`,
  cheapest: (units, off) => `最便宜的 ${units} 件 ${off}`,
  freeUnits: (units) => `${units} 件免費`,
  buyGet: (buy, get, off) => `買 ${buy} 件，再 ${get} 件 ${off}`,
  bundle: (units, minor) => `${units} 件 ${formatTwd(minor)}`,
  goods: (units, name) => `送「${name}」${units} 件`,
  from: (minor) => `消費滿 ${formatTwd(minor)} 可用`,
  fromUnits: (units) => `滿 ${units} 件可用`,
  someGoods: '限指定商品',
  notAllGoods: '部分商品不適用',
  weekdays: (days) => `限週${daysIn(['一', '二', '三', '四', '五', '六', '日'], days).join('、')}`,
  hours: (hours) => `限 ${hoursIn(hours).join('、')}`,
  days: (from, until) =>
    from === null ? `到 ${until ?? ''}` : until === null ? `${from} 起` : `${from} 到 ${until}`,
  tiers: (names) => `限${names.join('、')}`,
  birthday: { month: '限生日當月', day: '限生日當天' },
  stores: (names) => `限${names.join('、')}`,
  alone: '不可與其他優惠併用',
};

const en: TermsWords = {
  amountOff: (minor) => `${formatTwd(minor)} off`,
  shareOff: (bps) => (bps >= 10_000 ? 'free' : `${shareText(bps)}% off`),
  atMost: (minor) => `at most ${formatTwd(minor)}`,
  unitPrice: (minor, max) => `${formatTwd(minor)} a unit${max === null ? '' : `, at most ${max}`}`,
  cheapest: (units, off) => `the ${units} cheapest ${off}`,
  freeUnits: (units) => `${units} free`,
  buyGet: (buy, get, off) => `buy ${buy}, ${get} more ${off}`,
  bundle: (units, minor) => `${units} for ${formatTwd(minor)}`,
  goods: (units, name) => `${units} × “${name}” on top`,
  from: (minor) => `On purchases from ${formatTwd(minor)}`,
  fromUnits: (units) => `From ${units} units`,
  someGoods: 'On certain goods only',
  notAllGoods: 'Not on all goods',
  weekdays: (days) => `On ${list(daysIn(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], days))}`,
  hours: (hours) => `Between ${list(hoursIn(hours))}`,
  days: (from, until) =>
    from === null
      ? `Until ${until ?? ''}`
      : until === null
        ? `From ${from} on`
        : `From ${from} to ${until}`,
  tiers: (names) => `For ${list(names)}`,
  birthday: { month: 'In your birthday month', day: 'On your birthday' },
  stores: (names) => `At ${list(names)} only`,
  alone: 'Not with other offers',
};

const ja: TermsWords = {
  amountOff: (minor) => `${formatTwd(minor)} 割引`,
  shareOff: (bps) => (bps >= 10_000 ? '無料' : `${shareText(bps)}% オフ`),
  atMost: (minor) => `最大 ${formatTwd(minor)} まで`,
  unitPrice: (minor, max) => `1 点 ${formatTwd(minor)}${max === null ? '' : `、${max} 点まで`}`,
  cheapest: (units, off) => `最も安い ${units} 点が${off}`,
  freeUnits: (units) => `${units} 点無料`,
  buyGet: (buy, get, off) => `${buy} 点購入で、さらに ${get} 点${off}`,
  bundle: (units, minor) => `${units} 点で ${formatTwd(minor)}`,
  goods: (units, name) => `「${name}」を ${units} 点進呈`,
  from: (minor) => `${formatTwd(minor)} 以上のお買い物で利用可`,
  fromUnits: (units) => `${units} 点以上で利用可`,
  someGoods: '対象商品のみ',
  notAllGoods: '一部対象外の商品あり',
  weekdays: (days) =>
    `${daysIn(['月', '火', '水', '木', '金', '土', '日'], days).join('・')}曜日限定`,
  hours: (hours) => `${hoursIn(hours).join('、')} のみ`,
  days: (from, until) =>
    from === null
      ? `${until ?? ''} まで`
      : until === null
        ? `${from} から`
        : `${from} から ${until} まで`,
  tiers: (names) => `${names.join('、')} 限定`,
  birthday: { month: '誕生月のみ', day: '誕生日のみ' },
  stores: (names) => `${names.join('、')} のみ`,
  alone: '他の特典との併用不可',
};

const th: TermsWords = {
  amountOff: (minor) => `ลด ${formatTwd(minor)}`,
  shareOff: (bps) => (bps >= 10_000 ? 'ฟรี' : `ลด ${shareText(bps)}%`),
  atMost: (minor) => `สูงสุด ${formatTwd(minor)}`,
  unitPrice: (minor, max) => `ชิ้นละ ${formatTwd(minor)}${max === null ? '' : ` ไม่เกิน ${max} ชิ้น`}`,
  cheapest: (units, off) => `${units} ชิ้นที่ถูกที่สุด ${off}`,
  freeUnits: (units) => `ฟรี ${units} ชิ้น`,
  buyGet: (buy, get, off) => `ซื้อ ${buy} ชิ้น อีก ${get} ชิ้น ${off}`,
  bundle: (units, minor) => `${units} ชิ้น ${formatTwd(minor)}`,
  goods: (units, name) => `แถม “${name}” ${units} ชิ้น`,
  from: (minor) => `ใช้ได้เมื่อซื้อครบ ${formatTwd(minor)}`,
  fromUnits: (units) => `ใช้ได้เมื่อซื้อครบ ${units} ชิ้น`,
  someGoods: 'เฉพาะสินค้าที่กำหนด',
  notAllGoods: 'ยกเว้นสินค้าบางรายการ',
  weekdays: (days) =>
    `เฉพาะวัน${list(daysIn(['จันทร์', 'อังคาร', 'พุธ', 'พฤหัสบดี', 'ศุกร์', 'เสาร์', 'อาทิตย์'], days))}`,
  hours: (hours) => `เวลา ${list(hoursIn(hours))}`,
  days: (from, until) =>
    from === null ? `ถึง ${until ?? ''}` : until === null ? `ตั้งแต่ ${from}` : `${from} ถึง ${until}`,
  tiers: (names) => `เฉพาะ ${list(names)}`,
  birthday: { month: 'เฉพาะเดือนเกิด', day: 'เฉพาะวันเกิด' },
  stores: (names) => `เฉพาะ ${list(names)}`,
  alone: 'ใช้ร่วมกับส่วนลดอื่นไม่ได้',
};

const words: Readonly<Record<Language, TermsWords>> = { 'zh-TW': zhTw, en, ja, th };

export function termsWords(language: Language): TermsWords {
  return words[language];
}
