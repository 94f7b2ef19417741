import { sampleAims, sampleCodes } from '../../app/domain/sample-codes.fixture.ts';
import { encodeMemberToken, memberTokenBody } from '../../app/domain/member-token.ts';
import { makeVoucherCode } from '../../app/domain/voucher-code.ts';
import { encodeToken, tokenBody } from '../../app/domain/voucher-token.ts';
import type { CouponId, VoucherId } from '../../app/domain/ids.ts';
import type { Random } from '../../app/seed/random.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** One good code of each kind there is; what fuzzing starts from, and what is measured. */
export function goodCodes(random: Random): Readonly<Record<string, Uint8Array>> {
  const voucherToken = tokenBody({
    class: 'A',
    keyHint: random.bytes(2),
    voucherId: '0198b3a0-0000-7000-8000-00000000c001' as VoucherId,
    couponId: '0198b3a0-0000-7000-8000-00000000c002' as CouponId,
    memberHash: random.bytes(4),
    validFrom: '2026-11-01',
    validUntil: '2026-11-30',
  });
  const memberToken = memberTokenBody({
    keyHint: 7,
    memberTail: '00-000000000011',
    issuedAtMs: Date.UTC(2026, 10, 22),
  });
  return {
    ...sampleCodes,
    voucherCode: utf8(makeVoucherCode(random.bytes(16))),
    voucherToken: utf8(encodeToken(voucherToken, random.bytes(64))),
    memberToken: utf8(encodeMemberToken(memberToken, random.bytes(64))),
    product: utf8('4710088412348'),
    productShort: utf8('96385074'),
    mobileNumber: utf8('0912345678'),
    webAddress: utf8('https://line.me/R/ti/p/@counterfoil'),
    lineMember: utf8('2900012345671'),
  };
}

/** What a scanner puts before and after, and now and then what only a broken one does. */
const heads = [
  '',
  '',
  '',
  '',
  ...new Set(Object.values(sampleAims)),
  ']C0',
  ']d2',
  ']x',
  ']',
  '\u001d',
  '\uFEFF',
];
const tails = ['', '', '', '\r', '\n', '\r\n', '\t', '\n\r', ' ', '\u0000', '\u0003'];
const alphabets = [
  '0123456789',
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:',
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/=:*',
  '25*:/AB茶😀é\u001d\u0000\uFEFF\u0085',
] as const;
const starts = [
  '',
  '',
  '2',
  '255',
  '**',
  '/',
  'CFV*',
  'CFT:',
  'CFM:',
  'PM1*',
  'AB12345678',
  'http',
];

/** A string that is as near to a code as chance makes it, or as far. */
export function makeCode(random: Random, good: readonly Uint8Array[]): Uint8Array {
  const body = makeBody(random, good);
  return random.chance(0.3)
    ? Uint8Array.of(...utf8(random.pick(heads)), ...body, ...utf8(random.pick(tails)))
    : body;
}

function makeBody(random: Random, good: readonly Uint8Array[]): Uint8Array {
  const one = random.pick(good);
  switch (random.whole(8)) {
    case 0:
      return random.bytes(random.whole(90));
    case 1:
      return utf8(random.pick(starts) + drawn(random, random.pick(alphabets), random.whole(30)));
    case 2:
      return checked(random);
    case 3:
      return one;
    case 4: {
      const other = random.pick(good);
      const head = one.subarray(0, random.whole(one.length + 1));
      return Uint8Array.of(...head, ...other.subarray(random.whole(other.length + 1)));
    }
    case 5:
      return one.subarray(0, random.whole(one.length + 1));
    case 6:
      return random.chance(0.01) ? random.bytes(1000 + random.whole(60)) : mutated(random, one, 3);
    default:
      return mutated(random, one, 1);
  }
}

function drawn(random: Random, alphabet: string, length: number): string {
  const characters = [...alphabet];
  return Array.from({ length }, () => random.pick(characters)).join('');
}

/** Digits with a right check digit, of any length and beginning. */
function checked(random: Random): Uint8Array {
  const length = random.pick([7, 11, 12, 12, 12]);
  const first = random.pick(['', '2', '29', '20', '471', '978']);
  const digits = (first + drawn(random, '0123456789', length)).slice(0, length);
  const sum = [...digits]
    .toReversed()
    .reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  const code = `${digits}${(10 - (sum % 10)) % 10}`;
  return utf8(
    random.chance(0.2) ? `255${code}${drawn(random, '0123456789', random.whole(14))}` : code,
  );
}

/** Some characters changed, dropped, doubled or swapped. */
function mutated(random: Random, bytes: Uint8Array, times: number): Uint8Array {
  const changed = [...bytes];
  for (let n = 0; n < times; n += 1) {
    const at = random.whole(changed.length);
    const byte = random.chance(0.8) ? utf8(random.pick([...alphabets[1]]))[0] : random.whole(256);
    switch (random.whole(4)) {
      case 0:
        changed.splice(at, 1);
        break;
      case 1:
        changed.splice(at, 0, byte ?? 0);
        break;
      case 2:
        changed.splice(at, 2, ...changed.slice(at, at + 2).toReversed());
        break;
      default:
        changed[at] = byte ?? 0;
    }
  }
  return Uint8Array.from(changed);
}
