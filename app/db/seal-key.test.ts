import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sealedKeySchema } from '../contract/recovery-key.ts';
import type { InstallId } from '../domain/ids.ts';
import { createRecoveryKey, sealDatabaseKey, unsealDatabaseKey } from './seal-key.ts';

const installId = '01980000-0000-7000-8000-00000000aaaa' as InstallId;
const otherInstall = '01980000-0000-7000-8000-00000000bbbb' as InstallId;

test('what a counter seals, the holder of the recovery key reads, and nobody else', () => {
  const [pair, other] = [createRecoveryKey(), createRecoveryKey()];
  const keyHex = randomBytes(32).toString('hex');
  const sealed = sealDatabaseKey(pair, { keyHex, installId });
  expect(sealedKeySchema.parse(JSON.parse(JSON.stringify(sealed)))).toEqual(sealed);
  expect(JSON.stringify(sealed)).not.toContain(keyHex);
  // The same key never looks the same twice.
  expect(sealDatabaseKey(pair, { keyHex, installId }).sealed).not.toBe(sealed.sealed);
  expect([
    unsealDatabaseKey(pair, { sealed, installId }),
    unsealDatabaseKey(other, { sealed, installId }),
    unsealDatabaseKey(other, { sealed: { ...sealed, kid: other.kid }, installId }),
    unsealDatabaseKey(pair, { sealed, installId: otherInstall }),
  ]).toEqual([
    { kind: 'key', keyHex },
    { kind: 'other-key' },
    { kind: 'damaged' },
    { kind: 'damaged' },
  ]);
});

test('any changed byte of a sealed key is noticed', () => {
  const pair = createRecoveryKey();
  const sealed = sealDatabaseKey(pair, { keyHex: '5a'.repeat(32), installId });
  fc.assert(
    fc.property(
      fc.constantFrom('sealed' as const, 'ephemeral' as const),
      fc.nat({ max: 47 }),
      fc.integer({ min: 1, max: 255 }),
      (part, at, mask) => {
        const bytes = Buffer.from(sealed[part], 'base64url');
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ mask;
        const changed = { ...sealed, [part]: bytes.toString('base64url') };
        expect(unsealDatabaseKey(pair, { sealed: changed, installId })).toEqual({
          kind: 'damaged',
        });
      },
    ),
    { numRuns: 200 },
  );
});
