import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { MemberListRow } from '../../app/contract/counter-calls.ts';
import { dataPaths } from '../../main/data-paths.ts';
import { rigDatabaseKeyHex, startNodeCounter } from '../rig/node-counter.ts';

/** One member of the shop, as the screen shows them. */
export type ShopMember = Pick<MemberListRow, 'memberId' | 'nameMasked' | 'cardCode'>;

const familyNames = '陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂';
const givenNames = ['美玲', '志明', '雅婷', '家豪'];

/** A shop without HQ with 100 members, ready for the app to open. */
export async function prepareShop(dataDir: string): Promise<readonly ShopMember[]> {
  const { keyPath } = dataPaths(dataDir);
  await mkdir(dirname(keyPath), { recursive: true });
  await writeFile(
    keyPath,
    JSON.stringify({ v: 1, keyProtection: 'file', keyHex: rigDatabaseKeyHex }),
    { mode: 0o600 },
  );
  const composed = await startNodeCounter(dataDir);
  const handlers = composed.counter?.handlers;
  if (handlers === undefined) throw new Error('the database was refused');
  await handlers['setup:start-local']({ shopName: '晴禾烘焙', taxId: null });
  for (let i = 0; i < familyNames.length * givenNames.length; i += 1) {
    const given = givenNames[Math.floor(i / familyNames.length)] ?? '';
    await handlers['member:enrol']({
      name: `${familyNames[i % familyNames.length] ?? ''}${given}`,
      mobile: `0912${String(100_000 + i * 37).padStart(6, '0')}`,
      birthday: null,
      invitedByCode: null,
      consent: true,
    });
    await handlers['sale:clear']({});
  }
  const { rows } = await handlers['member:find']({ text: '', offset: 0, limit: 200 });
  await composed.stop();
  return rows;
}
