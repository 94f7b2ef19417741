import { decodeBase45, encodeBase45 } from './base45.ts';
import type { CouponId, VoucherId } from './ids.ts';
import type { CalendarDate } from './time.ts';

/**
 * A voucher that can be checked without HQ: `CFT:` + Base 45 of 107 bytes (161 characters), so 165
 * characters of QR alphanumeric mode (version 7, level M). Big-endian:
 *
 * | at  | bytes | what                                                            |
 * |-----|-------|-----------------------------------------------------------------|
 * | 0   | 1     | 0x10: layout 1; lowest bit 1 = class B (only with HQ's word)    |
 * | 1   | 2     | the first two bytes of the name of HQ's key                     |
 * | 3   | 16    | voucher id                                                      |
 * | 19  | 16    | coupon id                                                       |
 * | 35  | 4     | the first four bytes of SHA-256(member id as text)              |
 * | 39  | 2     | first day, days since 2020-01-01                                |
 * | 41  | 2     | last day, the same                                              |
 * | 43  | 64    | Ed25519 over `counterfoil/voucher-token\n` + bytes 0 to 42      |
 */
export type VoucherToken = {
  readonly class: 'A' | 'B';
  /** 2 bytes. */
  readonly keyHint: Uint8Array;
  readonly voucherId: VoucherId;
  readonly couponId: CouponId;
  /** 4 bytes: whose it is, without saying who. */
  readonly memberHash: Uint8Array;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate;
};

/** What every token begins with; no character of it is in a voucher's own code after `CF`. */
export const tokenPrefix = 'CFT:';
/** Signed with the body, so that no signature for anything else passes for a token. */
export const tokenPurpose = 'counterfoil/voucher-token\n';

const bodyBytes = 43;
const signatureBytes = 64;
const layout = 0x10;
const dayMs = 86_400_000;
const firstDayMs = Date.UTC(2020, 0, 1);
const lastDayNo = 0xffff;

/** The 43 bytes that are signed. Throws for days outside 2020 to 2199 and ids that are none. */
export function tokenBody(token: VoucherToken): Uint8Array {
  const body = new Uint8Array(bodyBytes);
  body[0] = layout | (token.class === 'B' ? 1 : 0);
  body.set(exactly(token.keyHint, 2), 1);
  body.set(idBytes(token.voucherId), 3);
  body.set(idBytes(token.couponId), 19);
  body.set(exactly(token.memberHash, 4), 35);
  setDay(body, 39, token.validFrom);
  setDay(body, 41, token.validUntil);
  return body;
}

/** The text of a token. */
export function encodeToken(body: Uint8Array, signature: Uint8Array): string {
  const bytes = new Uint8Array(bodyBytes + signatureBytes);
  bytes.set(exactly(body, bodyBytes));
  bytes.set(exactly(signature, signatureBytes), bodyBytes);
  return tokenPrefix + encodeBase45(bytes);
}

export type ReadToken = {
  readonly token: VoucherToken;
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
};

/** Reads a token's text; its signature is still to be checked. Null where it is cut, misread or newer. */
export function readToken(text: string): ReadToken | null {
  if (!text.startsWith(tokenPrefix)) return null;
  const bytes = decodeBase45(text.slice(tokenPrefix.length));
  if (bytes?.length !== bodyBytes + signatureBytes) return null;
  const head = viewOf(bytes).getUint8(0);
  if ((head & 0xfe) !== layout) return null;
  const token: VoucherToken = {
    class: (head & 1) === 1 ? 'B' : 'A',
    keyHint: bytes.slice(1, 3),
    voucherId: idText(bytes.subarray(3, 19)) as VoucherId,
    couponId: idText(bytes.subarray(19, 35)) as CouponId,
    memberHash: bytes.slice(35, 39),
    validFrom: dayAt(bytes, 39),
    validUntil: dayAt(bytes, 41),
  };
  return { token, body: bytes.slice(0, bodyBytes), signature: bytes.slice(bodyBytes) };
}

function exactly(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes where ${length} belong`);
  return bytes;
}

function idBytes(id: string): Uint8Array {
  const hex = id.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new RangeError('no UUID');
  return Uint8Array.from({ length: 16 }, (_, i) =>
    Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16),
  );
}

function idText(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function setDay(body: Uint8Array, at: number, day: CalendarDate): void {
  const no = (Date.parse(`${day}T00:00:00Z`) - firstDayMs) / dayMs;
  if (!Number.isInteger(no) || no < 0 || no > lastDayNo) throw new RangeError(`no day: ${day}`);
  body[at] = Math.floor(no / 256);
  body[at + 1] = no % 256;
}

function dayAt(bytes: Uint8Array, at: number): CalendarDate {
  const no = viewOf(bytes).getUint16(at);
  return new Date(firstDayMs + no * dayMs).toISOString().slice(0, 10);
}
