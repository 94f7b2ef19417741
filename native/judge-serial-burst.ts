import type { SerialSettings } from '../app/contract/serial-settings.ts';
import type { SerialDetectionState } from '../app/contract/serial-detection.ts';
import { classifyCode, type ClassifiedCode } from '../app/domain/classify-code.ts';
import { createSerialFramer } from './serial-framer.ts';

type Found = Extract<SerialDetectionState, { kind: 'found' }>;

/** What one burst of bytes says of the settings with which it was read. */
export type BurstVerdict =
  | ({ readonly kind: 'readable' } & Pick<SerialSettings, 'dataBits' | 'parity' | 'ending'> &
      Pick<Found, 'code' | 'text'>)
  /** Bytes came, and they are no code: the settings are others. */
  | { readonly kind: 'unreadable' }
  /** Too little to say anything: noise of the line, or terminators alone. */
  | { readonly kind: 'nothing' };

/** A code must be this long to count as read: a wrong speed can make a few letters by chance. */
const lengthMinWithSuffix = 4;
const lengthMinWithoutSuffix = 6;
const textLengthMax = 40;

/**
 * Judges what arrived between two silences. Read with 8 data bits and no parity, a scanner that sends 7 bits
 * and a parity bit shows it: the eighth bit of every byte is its parity. So one scan tells even, odd and
 * none there, and only the speed has to be tried.
 */
export function judgeSerialBurst(
  bytes: Uint8Array,
  read: Pick<SerialSettings, 'dataBits' | 'parity'>,
): BurstVerdict {
  const asRead = readFrames(bytes);
  if (asRead.kind === 'readable') return { ...asRead, ...read };
  if (read.dataBits === 8 && read.parity === 'none') {
    const parity = parityInEighthBit(bytes);
    const masked = parity === null ? null : readFrames(bytes.map((byte) => byte & 0x7f));
    if (parity !== null && masked?.kind === 'readable') return { ...masked, dataBits: 7, parity };
  }
  return asRead;
}

type Reading =
  | ({ readonly kind: 'readable' } & Pick<SerialSettings, 'ending'> & Pick<Found, 'code' | 'text'>)
  | { readonly kind: 'unreadable' | 'nothing' };

function readFrames(bytes: Uint8Array): Reading {
  const framer = createSerialFramer('silence');
  const ended = framer.push(bytes);
  const rest = framer.endBySilence();
  const steps = rest === null ? ended : [...ended, rest];
  // What stands before an STX is noise.
  const frames = steps.flatMap((step) => (step.kind === 'scan' ? [step.frame.bytes] : []));
  const [first] = frames;
  if (first === undefined || bytes.length < 2) return { kind: 'nothing' };
  const ending = rest === null ? 'suffix' : 'silence';
  const lengthMin = ending === 'suffix' ? lengthMinWithSuffix : lengthMinWithoutSuffix;
  if (!frames.every((frame) => isCode(frame, lengthMin))) return { kind: 'unreadable' };
  return { kind: 'readable', ending, ...describe(classifyCode(first), first) };
}

function isCode(frame: Uint8Array, lengthMin: number): boolean {
  const { kind } = classifyCode(frame);
  if (kind === 'binary' || kind === 'empty' || kind === 'too-long') return false;
  return frame.length >= lengthMin;
}

/** The parity that every byte's eighth bit makes; `none` where it is always set (7 data bits, 2 stop bits). */
function parityInEighthBit(bytes: Uint8Array): SerialSettings['parity'] | null {
  if (bytes.every((byte) => byte >= 0x80)) return 'none';
  if (bytes.every((byte) => onesIn(byte) % 2 === 0)) return 'even';
  return bytes.every((byte) => onesIn(byte) % 2 === 1) ? 'odd' : null;
}

function onesIn(byte: number): number {
  let ones = 0;
  for (let rest = byte; rest > 0; rest >>= 1) ones += rest & 1;
  return ones;
}

/** What to tell a person about the code; numbers that name somebody are left out. */
function describe(code: ClassifiedCode, bytes: Uint8Array): Pick<Found, 'code' | 'text'> {
  switch (code.kind) {
    case 'product':
      return { code: 'product', text: code.code };
    case 'unknown':
      return { code: 'text', text: code.preview };
    case 'too-short':
      return { code: 'text', text: new TextDecoder().decode(bytes).slice(0, textLengthMax) };
    default:
      return { code: kindForPeople(code.kind), text: null };
  }
}

function kindForPeople(kind: string): Found['code'] {
  if (kind.startsWith('member')) return 'member';
  if (kind.startsWith('voucher')) return 'voucher';
  if (kind.startsWith('product')) return 'product';
  if (kind.startsWith('einvoice')) return 'einvoice';
  if (kind === 'mobile-carrier' || kind === 'citizen-certificate') return 'carrier';
  return 'text';
}
