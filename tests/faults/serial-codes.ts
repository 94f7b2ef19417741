import { makeMemberCardCode } from '../../app/domain/member-code.ts';
import { ean13CheckDigit } from '../../app/domain/check-digit.ts';
import { sampleCodes } from '../../app/domain/sample-codes.fixture.ts';
import type { Random } from '../../app/seed/random.ts';

/** A code, what stands around it on the line, and what the counter shall hear of all that. */
export type PlannedScan = {
  /** On the line, noise before it included. */
  readonly sent: Uint8Array;
  /** Sent at first and left alone until it counts as ended; null for most. */
  readonly leftAlone: Uint8Array | null;
  /** The frames that shall come out, as hex: the code last, noise with a terminator of its own before it. */
  readonly heard: readonly string[];
};

const endings = ['\r', '\n', '\r\n', '\t'] as const;
const alphanumeric = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const aims = [']C0', ']E0', ']Q1', ']A0'] as const;
const framing = new Set([0x02, 0x03, 0x09, 0x0a, 0x0d]);
const einvoiceHead =
  'AB1122334410205239999000001440000015400000000012345676zO/cdeDHhL4YJghoVKqTg==:**********:1:1:';

/** The next scan of a lane. `serial` is this lane's own number, so that every card is another. */
export function planScan(random: Random, serial: number, suffix: boolean): PlannedScan {
  const code = makeCode(random, serial);
  const noise = random.uniform();
  const stx = suffix && (random.chance(0.1) || noise < 0.04);
  const end = stx ? '\x03' : random.pick(endings);
  const scan = join(bytesOf(stx ? '\x02' : ''), code, bytesOf(suffix ? end : ''));
  const heard = [hexOf(code)];
  if (noise < 0.04 && suffix) {
    return { sent: join(makeNoise(random), scan), leftAlone: null, heard };
  }
  if (noise < 0.08) {
    const level = random.bytes(1 + random.whole(8)).map((byte) => (byte % 2) * 0xff);
    return { sent: join(level, scan), leftAlone: null, heard };
  }
  if (noise < 0.1) return { sent: join(bytesOf('\r\n\n'), scan), leftAlone: null, heard };
  if (noise < 0.12) {
    const own = makeNoise(random);
    const frames = [hexOf(own), ...heard];
    return { sent: join(own, bytesOf('\r'), scan), leftAlone: null, heard: frames };
  }
  const leftAlone = suffix && noise < 0.135 ? makeNoise(random) : null;
  return { sent: scan, leftAlone, heard };
}

function makeCode(random: Random, serial: number): Uint8Array {
  const code = makePlainCode(random, serial);
  return random.chance(0.2) ? join(bytesOf(random.pick(aims)), code) : code;
}

function makePlainCode(random: Random, serial: number): Uint8Array {
  switch (random.whole(7)) {
    case 0:
    case 1:
      return bytesOf(makeMemberCardCode(serial));
    case 2: {
      const head = `471${String(random.whole(1_000_000_000)).padStart(9, '0')}`;
      return bytesOf(head + String(ean13CheckDigit(head)));
    }
    case 3:
      return random.pick(Object.values(sampleCodes));
    case 4:
      return bytesOf(`${'PM1*TW01*'}${randomText(random, alphanumeric, 291)}`);
    case 5:
      return join(bytesOf(`${einvoiceHead}0:`), big5Text(random, 60), bytesOf(':1:105'));
    default:
      return join(
        bytesOf(randomText(random, alphanumeric, 1 + random.whole(60))),
        new TextEncoder().encode('珍珠奶茶（大）'),
      );
  }
}

/** Bytes that no scanner ends with: never empty, none that frames, none that stands for an idle line. */
function makeNoise(random: Random): Uint8Array {
  const bytes = random.bytes(1 + random.whole(12)).filter((byte) => !framing.has(byte));
  return join(Uint8Array.of(0x9c), bytes);
}

function randomText(random: Random, letters: string, length: number): string {
  return Array.from({ length }, () => random.pick([...letters])).join('');
}

/** Common characters of Big5: A440 to C67E, whose second bytes are letters and brackets as well. */
function big5Text(random: Random, characters: number): Uint8Array {
  return Uint8Array.from(
    Array.from({ length: characters }, () => {
      const second = random.chance(0.5) ? 0x40 + random.whole(0x3f) : 0xa1 + random.whole(0x5e);
      return [0xa4 + random.whole(0x22), second];
    }).flat(),
  );
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
