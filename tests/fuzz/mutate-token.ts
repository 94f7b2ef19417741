import { createPrivateKey, sign } from 'node:crypto';
import type { Random } from '../../app/seed/random.ts';
import { createSigningKey, publicKeyOf, signDocument } from '../../app/db/sign-document.ts';
import { signMemberToken } from '../../app/db/sign-member-token.ts';
import { signVoucherToken } from '../../app/db/sign-voucher-token.ts';
import { decodeBase45, encodeBase45 } from '../../app/domain/base45.ts';
import type { CouponId, VoucherId } from '../../app/domain/ids.ts';
import {
  encodeMemberToken,
  memberTokenPrefix,
  memberTokenPurpose,
} from '../../app/domain/member-token.ts';
import { tokenPurpose } from '../../app/domain/voucher-token.ts';

/** What every mutation may draw from. */
export type TokenWorld = {
  readonly random: Random;
  /** HQ's keys, which counters trust; the first two have the same hint. */
  readonly trusted: readonly string[];
  /** Somebody else's, of the same hint as the first two. */
  readonly foreign: string;
  /** A token of some member, made by one of HQ's keys. */
  readonly token: () => { readonly text: string; readonly signingKey: string };
  /** The texts `token` gave since this was cleared: a mutation that comes out as one of them is none. */
  readonly given: Set<string>;
};

/** A false token made from true ones; the text may come out as it was, then it is no mutation. */
type Mutate = (world: TokenWorld) => string;

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const bodyBytes = 13;
/** The order of Ed25519's group, little-endian: S and S + L name the same point. */
const groupOrder = Buffer.from(
  'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010',
  'hex',
);

/** Keys until three have the same first byte of their name. */
export function makeTokenWorld(random: Random): TokenWorld {
  const byHint = new Map<string, string[]>();
  for (;;) {
    const { signingKey } = createSigningKey();
    const hint = Buffer.from(publicKeyOf(signingKey).kid, 'base64url').toString('hex', 0, 1);
    const alike = [...(byHint.get(hint) ?? []), signingKey];
    byHint.set(hint, alike);
    const [first, second, foreign] = alike;
    if (first === undefined || second === undefined || foreign === undefined) continue;
    const trusted = [first, second, createSigningKey().signingKey];
    const given = new Set<string>();
    const token = () => {
      const made = tokenOf(random, random.pick(trusted));
      given.add(made.text);
      return made;
    };
    return { random, trusted, foreign, token, given };
  }
}

function tokenOf(random: Random, signingKey: string) {
  return { text: signMemberToken(signingKey, claimOf(random)), signingKey };
}

function claimOf(random: Random) {
  const issuedAtMs = Date.UTC(2026, 10, 22) + random.whole(86_400) * 1000;
  const hex = random.hex(15);
  const memberId = `0198b3a0-0000-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${random.hex(12)}`;
  return { memberId, issuedAtMs };
}

/** Every way in which a token is falsified, by the name the report gives it. */
export const mutations: Readonly<Record<string, Mutate>> = {
  'bits flipped': ({ random, token }) =>
    rewrite(token().text, (bytes) => {
      for (let n = 1 + random.whole(3); n > 0; n -= 1) {
        const at = random.whole(bytes.length);
        bytes[at] = bytes[at]! ^ (1 << random.whole(8));
      }
    }),
  'characters changed': ({ random, token }) => {
    const characters = [...token().text];
    for (let n = 1 + random.whole(3); n > 0; n -= 1)
      characters[random.whole(characters.length)] = random.pick([
        ...alphabet,
        'a',
        '_',
        '１',
        '\n',
      ]);
    return characters.join('');
  },
  'cut or longer': ({ random, token }) => {
    const { text } = token();
    const cut = text.slice(0, random.whole(text.length));
    return random.chance(0.5) ? cut : `${text}${random.pick([' ', '0', '00', 'CFM:', text])}`;
  },
  'a piece left out or doubled': ({ random, token }) => {
    const { text } = token();
    const from = random.whole(text.length);
    const to = Math.min(text.length, from + 1 + random.whole(12));
    return random.chance(0.5)
      ? text.slice(0, from) + text.slice(to)
      : text.slice(0, to) + text.slice(from);
  },
  'two spliced': ({ random, token }) => {
    const [one, other] = [token().text, token().text];
    const at = random.chance(0.3) ? bodyBytes : 1 + random.whole(76);
    return rewrite(one, (bytes) => bytes.set(bytesOf(other).subarray(at), at));
  },
  'the body rewritten': ({ random, token }) =>
    rewrite(token().text, (bytes) => {
      // The member, the time, the layout or the hint, under the old signature.
      const [at, length] = random.pick([
        [2, 7],
        [9, 4],
        [12, 1],
        [0, 1],
        [1, 1],
      ] as const);
      bytes.set(random.bytes(length), at);
    }),
  'another key': ({ random, foreign }) => tokenOf(random, foreign).text,
  'another purpose': ({ random, token }) => {
    const { text, signingKey } = token();
    const body = bytesOf(text).subarray(0, bodyBytes);
    const purpose = random.pick([tokenPurpose, '', 'hq-keys\n', memberTokenPurpose.slice(0, -1)]);
    return encodeMemberToken(body, signAs(signingKey, purpose, body));
  },
  'another thing HQ signed': ({ random, token }) => {
    const { text, signingKey } = token();
    const body = bytesOf(text).subarray(0, bodyBytes);
    if (random.chance(0.5)) {
      const voucher = voucherText(random, signingKey);
      const voucherBytes = decodeBase45(voucher.slice(4)) ?? new Uint8Array(107);
      return random.chance(0.5)
        ? voucher.replace('CFT:', memberTokenPrefix)
        : encodeMemberToken(voucherBytes.slice(0, bodyBytes), voucherBytes.slice(43));
    }
    const { sig } = signDocument(signingKey, 'hq-keys', {
      body: Buffer.from(body).toString('hex'),
    });
    return encodeMemberToken(body, Buffer.from(sig, 'base64url'));
  },
  'spelled otherwise': ({ random, token }) => {
    const { text } = token();
    const at = 4 + 3 * random.whole(38);
    const value = valueAt(text, at) + 0x1_0000;
    return random.pick([
      text.toLowerCase(),
      ` ${text}`,
      text.replace('CFM:', 'cfm:'),
      encodeURIComponent(text),
      `${text.slice(0, 118)}${groupOf(valueOfTwo(text) + 256, 2)}`,
      // Three characters have room for 91,124 where two bytes end at 65,535.
      value < 45 ** 3
        ? `${text.slice(0, at)}${groupOf(value, 3)}${text.slice(at + 3)}`
        : `${text} `,
    ]);
  },
  'the signature bent': ({ random, token }) =>
    rewrite(token().text, (bytes) => {
      const s = bytes.subarray(45);
      switch (random.whole(4)) {
        case 0:
          return addOrder(s);
        case 1:
          return void bytes.fill(0, bodyBytes);
        case 2:
          return void bytes.fill(0xff, bodyBytes);
        default:
          // R negated: the sign bit of its x.
          bytes[44] = bytes[44]! ^ 0x80;
      }
    }),
  'random bytes': ({ random, token }) =>
    rewrite(token().text, (bytes) => bytes.set(random.bytes(76), 1)),
};

function bytesOf(text: string): Uint8Array {
  const bytes = decodeBase45(text.slice(memberTokenPrefix.length));
  if (bytes === null) throw new Error('a token that is none');
  return bytes;
}

function rewrite(text: string, change: (bytes: Uint8Array) => void): string {
  const bytes = bytesOf(text);
  change(bytes);
  return memberTokenPrefix + encodeBase45(bytes);
}

function signAs(signingKey: string, purpose: string, body: Uint8Array): Uint8Array {
  const key = Buffer.from(signingKey, 'base64url');
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  return sign(null, Buffer.concat([Buffer.from(purpose), body]), privateKey);
}

function voucherText(random: Random, signingKey: string): string {
  const { memberId } = claimOf(random);
  return signVoucherToken(signingKey, {
    class: 'A',
    voucherId: '0198b3a0-0000-7000-8000-00000000c001' as VoucherId,
    couponId: '0198b3a0-0000-7000-8000-00000000c002' as CouponId,
    memberId,
    validFrom: '2026-11-01',
    validUntil: '2026-11-30',
  });
}

function valueAt(text: string, at: number): number {
  const [a = 0, b = 0, c = 0] = Array.from(text.slice(at, at + 3), (one) => alphabet.indexOf(one));
  return a + b * 45 + c * 2025;
}

function valueOfTwo(text: string): number {
  return alphabet.indexOf(text[118] ?? '') + alphabet.indexOf(text[119] ?? '') * 45;
}

function groupOf(value: number, length: number): string {
  let left = value;
  let text = '';
  for (let i = 0; i < length; i += 1) {
    text += alphabet.charAt(left % 45);
    left = Math.floor(left / 45);
  }
  return text;
}

function addOrder(s: Uint8Array): void {
  let carry = 0;
  for (let i = 0; i < 32; i += 1) {
    const sum = s[i]! + groupOrder[i]! + carry;
    s[i] = sum & 0xff;
    carry = sum >> 8;
  }
}
