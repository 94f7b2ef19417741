import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeAward, newTestId } from '../test-rig/test-events.ts';
import { readEvent } from './read-event.ts';

const award = makeAward({ memberId: newTestId() });
const withSaleNo = (jsonText: string) =>
  JSON.stringify(award).replace(JSON.stringify(award.body.saleNo), () => jsonText);

test('an event is read back as it was recorded', () => {
  expect(readEvent(JSON.stringify(award))).toEqual({
    kind: 'event',
    eid: award.eid,
    type: 'award',
    event: award,
    recordedV: 2,
  });
});

test('text that PostgreSQL cannot hold is refused however it is written', () => {
  const unfit = { kind: 'unfit', why: 'unreadable' };
  for (const text of ['"\\u0000"', '"a\\ud800b"', '"\\udc00"', '"\ud800"', '{"a":"\\u0000"}'])
    expect(readEvent(withSaleNo(text))).toMatchObject(unfit);
});

test('other escapes are only another way to write', () => {
  expect(readEvent(withSaleNo('"\\u4e2d\\u6587 \\ud83d\\ude00"'))).toMatchObject({
    event: { body: { saleNo: '中文 😀' } },
  });
});

test('ids in capitals come in lower case, wherever they stand', () => {
  const hexId = fc.uuid().filter((id) => /[a-f]/.test(id));
  fc.assert(
    fc.property(hexId, fc.boolean(), (id, escapes) => {
      const saleId = escapes ? `\\u00${id.charCodeAt(0).toString(16)}${id.slice(1)}` : id;
      const raw = JSON.stringify(award).replaceAll(award.body.saleId, () =>
        saleId.toUpperCase().replace('\\U', '\\u'),
      );
      expect(readEvent(raw)).toMatchObject({ event: { body: { saleId: id } } });
    }),
  );
});
