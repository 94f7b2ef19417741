import type { MemberId } from '../domain/ids.ts';
import { makeMemberCardCode } from '../domain/member-code.ts';
import { addDays } from '../domain/time.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { DemoMember } from './demo-shop.ts';
import type { Random } from './random.ts';
import { seededId } from './seeded-id.ts';
import { pickName } from './taiwan-names.ts';

/** A part some of the first members play, so that a demo of any size has them. */
export type CastRole =
  'gold-on-line' | 'voucher-holder' | 'expired-voucher-holder' | 'line-blocked';

const castRoles: readonly CastRole[] = [
  'gold-on-line',
  'voucher-holder',
  'expired-voucher-holder',
  'line-blocked',
];

/** What the member at a place in the list plays; null for everyone after the first few. */
export function castRoleAt(index: number): CastRole | null {
  return castRoles[index] ?? null;
}

/** The serial of the first card; its code reads 2000012345678. */
const firstCardSerial = 1_234_567;
/** Mobile numbers 0910–0988 + 6 digits, as the older operators have them. */
const mobileCount = 79_000_000;
const qrCharacters = [...'0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'];
const dayMs = 86_400_000;

/**
 * The mobile of the nth member: steps through all numbers by a step that shares no divisor with
 * their count (2, 5 and 79 are its only primes), so no number comes twice.
 */
export function mobileAt(seed: number, index: number): string {
  const step = 48_271_337;
  const start = (Math.abs(Math.trunc(seed)) % 1_000_003) * 7_919;
  const place = (start + (index + 1) * step) % mobileCount;
  return `+886${910_000_000 + place}`;
}

function pickBirthday(random: Random): string | null {
  if (random.chance(0.1)) return null;
  return addDays('2024-01-01', random.whole(366)).slice(5);
}

function pickLineState(random: Random, role: CastRole | null): DemoMember['lineState'] {
  const draw = random.uniform();
  if (role === 'line-blocked') return 'blocked';
  if (role === 'gold-on-line' || role === 'expired-voucher-holder') return 'bound';
  if (role === 'voucher-holder') return 'none';
  return draw < 0.57 ? 'bound' : draw < 0.6 ? 'blocked' : 'none';
}

/** Three in four joined before the history began, up to four years; the rest since. */
function pickJoinedOn(
  random: Random,
  role: CastRole | null,
  historyFrom: CalendarDate,
  historyDays: number,
): CalendarDate {
  const isOld = random.chance(0.75) || role !== null || historyDays === 0;
  const place = random.uniform();
  return isOld
    ? addDays(historyFrom, -1 - Math.floor(place * 1_460))
    : addDays(historyFrom, Math.floor(place * historyDays));
}

/** The nth member as yet without sales; the tier is that of a newcomer. */
export function makeDemoMember(input: {
  readonly random: Random;
  readonly seed: number;
  readonly index: number;
  readonly historyFrom: CalendarDate;
  readonly historyDays: number;
  readonly tierId: string;
}): DemoMember {
  const { random, seed, index, historyFrom, historyDays, tierId } = input;
  const role = castRoleAt(index);
  const joinedOn = pickJoinedOn(random, role, historyFrom, historyDays);
  const lineState = pickLineState(random, role);
  const cardCodes = [makeMemberCardCode(firstCardSerial + index)];
  const draw = () => random.pick(qrCharacters);
  const qrCheck = draw() + draw() + draw() + draw();
  // Who is in LINE also has a card there, drawn as a QR.
  if (lineState !== 'none') {
    cardCodes.push(`PM1*QH01*${String(index + 1).padStart(10, '0')}*${qrCheck}`);
  }
  return {
    memberId: seededId<MemberId>(random, Date.parse(joinedOn) + random.whole(dayMs)),
    name: pickName(random),
    mobile: mobileAt(seed, index),
    birthday: pickBirthday(random),
    tierId,
    cardCodes,
    lineState,
    joinedOn,
    tierUntil: null,
    inviterId: null,
    weakCodes: [],
    lineUserId: lineState === 'none' ? null : `U${random.hex(32)}`,
  };
}
