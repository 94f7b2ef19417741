import { decodeBase45, encodeBase45 } from './base45.ts';

/**
 * A member's code for the next minute, signed by HQ: `CFM:` + Base 45 of 77 bytes (116 characters), so 120
 * characters of QR alphanumeric mode (version 5, level M). Big-endian:
 *
 * | at  | bytes | what                                                            |
 * |-----|-------|-----------------------------------------------------------------|
 * | 0   | 1     | 0x10: layout 1                                                  |
 * | 1   | 1     | the first byte of the name of HQ's key                          |
 * | 2   | 7     | the last seven bytes of the member's id                         |
 * | 9   | 4     | when it was issued, seconds since 2020-01-01T00:00:00Z, HQ's clock |
 * | 13  | 64    | Ed25519 over `counterfoil/member-token\n` + bytes 0 to 12       |
 *
 * The end of the id and not the card's number: every member has one whatever card they carry, it says
 * nothing to who photographs it, and the 56 bits are the random ones of a UUIDv7.
 */
export type MemberToken = {
  /** The first byte of the name of HQ's key. */
  readonly keyHint: number;
  /** As it stands at the end of the member's id: `9c-1f0a5b7de210`. */
  readonly memberTail: string;
  /** Epoch ms by HQ's clock, whole seconds. */
  readonly issuedAtMs: number;
};

/** What every member token begins with; a voucher's begins with `CFT:`. */
export const memberTokenPrefix = 'CFM:';
/** Signed with the body, so that no signature for anything else passes for a member token. */
export const memberTokenPurpose = 'counterfoil/member-token\n';
/** How long a token redeems after it was issued. */
export const memberTokenLifeMs = 60_000;
/** How far a counter's idea of HQ's time may be off: the way of an answer, a day's drift of a PC clock. */
export const memberTokenSkewMs = 30_000;
/** The QR never grows beyond this: 120 characters are version 5 at level M. */
export const memberTokenLength = 120;

const bodyBytes = 13;
const signatureBytes = 64;
const layout = 0x10;
const firstMs = Date.UTC(2020, 0, 1);
const secondsMax = 0xffff_ffff;

/** The end of a member's id that a token names. Throws for what is no UUID. */
export function memberTailOf(memberId: string): string {
  const tail = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){2}-[0-9a-f]{2}([0-9a-f]{2}-[0-9a-f]{12})$/.exec(
    memberId,
  )?.[1];
  if (tail === undefined) throw new RangeError('no UUID');
  return tail;
}

/** The 13 bytes that are signed. Throws for times outside 2020 to 2156, and what does not fit its place. */
export function memberTokenBody({ keyHint, memberTail, issuedAtMs }: MemberToken): Uint8Array {
  const hex = memberTail.replace('-', '');
  const seconds = Math.floor((issuedAtMs - firstMs) / 1000);
  if (!/^[0-9a-f]{14}$/.test(hex)) throw new RangeError('no end of an id');
  if (!Number.isInteger(keyHint) || keyHint < 0 || keyHint > 0xff) throw new RangeError('no byte');
  if (!(seconds >= 0 && seconds <= secondsMax)) throw new RangeError('no time of a token');
  const body = new Uint8Array(bodyBytes);
  body[0] = layout;
  body[1] = keyHint;
  for (let i = 0; i < 7; i += 1) body[2 + i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  new DataView(body.buffer).setUint32(9, seconds);
  return body;
}

/** The text of a token. Throws unless both parts have their length. */
export function encodeMemberToken(body: Uint8Array, signature: Uint8Array): string {
  if (body.length !== bodyBytes || signature.length !== signatureBytes)
    throw new RangeError('no parts of a token');
  const bytes = new Uint8Array(bodyBytes + signatureBytes);
  bytes.set(body);
  bytes.set(signature, bodyBytes);
  return memberTokenPrefix + encodeBase45(bytes);
}

export type ReadMemberToken = {
  readonly token: MemberToken;
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
  /** The body as 26 hexadecimal digits: two texts with the same key are the same token. */
  readonly key: string;
};

/**
 * Reads a token's text; its signature is still to be checked. Null where it is cut, misread or newer. Each
 * 77 bytes have one text only (Base 45 is read strictly), so another spelling is no token at all.
 */
export function readMemberToken(text: string): ReadMemberToken | null {
  if (text.length !== memberTokenLength || !text.startsWith(memberTokenPrefix)) return null;
  const bytes = decodeBase45(text.slice(memberTokenPrefix.length));
  if (bytes === null) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint8(0) !== layout) return null;
  const body = bytes.slice(0, bodyBytes);
  const key = [...body].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return {
    token: {
      keyHint: view.getUint8(1),
      memberTail: `${key.slice(4, 6)}-${key.slice(6, 18)}`,
      issuedAtMs: firstMs + view.getUint32(9) * 1000,
    },
    body,
    signature: bytes.slice(bodyBytes),
    key,
  };
}

/** What a counter believes of HQ's time: how late it is, and whether anybody can vouch for that. */
export type HqTime = { readonly nowMs: number; readonly isSure: boolean };

/**
 * Whether a token is of this minute. `clock-unsure`: nobody can say, as this PC's clock was not compared
 * with HQ's lately or was changed since; `expired` and `early` are said by a clock that can be trusted.
 */
export type TokenAge = 'fresh' | 'expired' | 'early' | 'clock-unsure';

/** How old a token is by HQ's time; all borders inclusive. */
export function tokenAge({ issuedAtMs }: Pick<MemberToken, 'issuedAtMs'>, hq: HqTime): TokenAge {
  if (!hq.isSure) return 'clock-unsure';
  const ageMs = hq.nowMs - issuedAtMs;
  if (ageMs < -memberTokenSkewMs) return 'early';
  return ageMs > memberTokenLifeMs + memberTokenSkewMs ? 'expired' : 'fresh';
}
