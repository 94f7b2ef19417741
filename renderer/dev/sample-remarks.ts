import type { CounterCallName } from '../../app/contract/counter-calls.ts';
import {
  noteLengthMax,
  type MemberConsent,
  type Remark,
  type RemarkKind,
} from '../../app/contract/remarks.ts';
import type { RemarkId, StaffId } from '../../app/domain/ids.ts';

type Answers = Partial<Record<CounterCallName, (input: Record<string, unknown>) => unknown>>;

const dayMs = 86_400_000;
const nowMs = Date.parse('2026-11-22T15:30:00+08:00');
const staff = { staffId: '01990000-0000-7000-8000-000000000001' as StaffId, name: '陳小美' };

/** Tags in use in the sample shop, most used first. */
const known = ['常客', '素食', 'VIP', '要統編', '花生過敏', '內用', '外送地址在三樓', '媽媽社團'];

/** The tags of a row of the list: none, a few, or so many that they do not fit. */
export function sampleTags(index: number): string[] {
  if (index === 2)
    return [
      '台北車站微風廣場旗艦店團購主揪客人',
      'Prefers oat milk',
      ...known.slice(0, 6),
      'ลูกค้าประจำวันเสาร์',
      '生日蛋糕預訂',
      '週三固定訂五十份',
      '公司福委會',
    ];
  return index % 3 === 0 ? known.slice(0, 1 + ((index / 3) % 4)) : [];
}

function remark(kind: RemarkKind, n: number, text: string): Remark {
  return {
    remarkId:
      `01970000-0000-7000-8000-0000000${kind === 'tag' ? 7 : 8}00${String(n).padStart(2, '0')}` as RemarkId,
    kind,
    text,
    atMs: nowMs - (n * 9 + 1) * dayMs,
    by: n % 3 === 2 ? null : staff,
    storeName: n % 2 === 1 ? '台北車站微風廣場旗艦店' : null,
  };
}

const shortNotes = [
  '對花生過敏，做之前先問。',
  '固定週三下午來拿 50 份餐盒，會先打電話。\n聯絡人：公司福委會黃小姐',
  '統編開在公司抬頭，不要載具。',
];

/** Many, one as long as it may be, one of many lines, one without a single space. */
const longNotes = [
  '一'.repeat(noteLengthMax),
  Array.from({ length: 9 }, (_, n) => `第 ${n + 1} 行：週${'一二三四五六日'[n % 7]}`).join('\n'),
  'https://example.com/' + 'a'.repeat(180),
  ...shortNotes,
];

const consents: readonly MemberConsent[] = [
  { on: '2026-05-21', at: 'counter', version: '2026-11-v1' },
  { on: '2026-11-02', at: 'line', version: null },
  { on: '2024-05-21', at: 'hq', version: 'privacy-terms-2024-for-all-stores-v12' },
];

/** Tags, notes and consent of the member of a row; that of row 1 has none. */
export function sampleRemarks(index: number) {
  const notes = index === 1 ? [] : index === 2 ? longNotes : shortNotes;
  return {
    tags: sampleTags(index).map((text, n) => remark('tag', n, text)),
    notes: notes.map((text, n) => remark('note', n, text)),
    consent: index === 1 ? null : (consents[index % 3] ?? null),
  };
}

/** `錯` in a text is refused; the most used tag is there already. */
export function answerRemarks(): Answers {
  return {
    'remark:add': ({ remarkId, kind, text }) => {
      const words = String(text);
      if (words.includes('錯')) return { kind: 'refused', code: 'too-many' };
      if (known.slice(0, 1).includes(words)) return { kind: 'refused', code: 'already-there' };
      const { storeName, by } = remark('note', 0, words);
      return {
        kind: 'added',
        remark: { remarkId, kind, text: words, atMs: nowMs, by, storeName },
      };
    },
    'remark:remove': () => ({ kind: 'removed' }),
    'remark:tags': () => ({
      tags: known.map((text, n) => ({ text, members: Math.ceil(1_240 / (n + 1)) })),
    }),
  };
}
