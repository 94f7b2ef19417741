import { expect, test } from 'vitest';
import type { AuditLine } from '../../../app/contract/hq-admin-exceptions.ts';
import { en } from '../i18n/en.ts';
import { zhTw } from '../i18n/zh-tw.ts';
import { deedWords, whatWords } from './case-history.tsx';

const line = (action: string, before: unknown, after: unknown): AuditLine => ({
  auditNo: 1,
  atMs: 0,
  adminName: '小陳',
  action,
  subject: 'x',
  before,
  after,
});

test('the record says in words what was done, and which figures changed', () => {
  const policy = line(
    'spending.policy',
    { revision: 1, floorSalePoints: 100, onlineAbovePoints: null },
    { revision: 2, floorSalePoints: 1200, onlineAbovePoints: 500 },
  );
  const rules = line(
    'program.published',
    { version: 2, effectiveFrom: '2026-01-01', earn: '[{"earnId":"a"}]' },
    { version: 3, effectiveFrom: '2026-12-01', earn: '[]' },
  );
  const code = line('code.made', null, { name: '台北店 7 號機', expiresAtMs: 1 });
  const said = (one: AuditLine) => [deedWords(zhTw, one), whatWords(zhTw, one)];
  expect([said(policy), said(rules), said(code)]).toEqual([
    [
      '發布離線點數規則',
      '每筆最多（點） 100 → 1,200 · 超過多少點一定要連線（空白 = 不限） – → 500',
    ],
    ['發布規則', '版本 2 → 3 · 生效日 2026-01-01 → 2026-12-01 · 累點'],
    ['建立連接碼', '台北店 7 號機'],
  ]);
  expect(whatWords(en, rules)).toBe('version 2 → 3 · from 2026-01-01 → 2026-12-01 · earning');
});
