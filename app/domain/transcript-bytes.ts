import { classifyCode } from './classify-code.ts';
import { codeSpan, personalBytes } from './personal-bytes.ts';
import { trialCodes } from './trial-codes.ts';

const carriageReturn = Uint8Array.of(0x0d);

/**
 * The bytes of a scan as they may be written to a file: what names a person is replaced by a test code of
 * the same kind where there is one, else by zeros and As of the same length, so that played again it is
 * told for what it was. Ends with the terminator, CR where that is unknown.
 */
export function transcriptBytes(scan: {
  readonly bytes: Uint8Array;
  readonly terminator?: Uint8Array;
}): Uint8Array {
  const { bytes, terminator = carriageReturn } = scan;
  const code = classifyCode(bytes);
  const { start, end } = codeSpan(bytes);
  const test = testCodeOf(code);
  const body =
    test === null
      ? withoutPeople(bytes, code).subarray(start, end)
      : new TextEncoder().encode(test);
  return Uint8Array.from([
    ...bytes.subarray(0, start),
    ...body,
    ...bytes.subarray(end),
    ...terminator,
  ]);
}

function testCodeOf(code: ReturnType<typeof classifyCode>): string | null {
  switch (code.kind) {
    case 'member-code':
      return code.format === 'ean13' ? trialCodes.card : trialCodes.memberQr;
    case 'voucher-code':
      return trialCodes.voucher;
    default:
      return null;
  }
}

/** Masked digits as 0, capitals as A, small letters as a; signs stay, so that the form does. */
function withoutPeople(bytes: Uint8Array, code: ReturnType<typeof classifyCode>): Uint8Array {
  const masked = personalBytes(bytes, code);
  return bytes.map((byte, at) => {
    if (!masked[at]) return byte;
    if (byte >= 0x30 && byte <= 0x39) return 0x30;
    if (byte >= 0x41 && byte <= 0x5a) return 0x41;
    return byte >= 0x61 && byte <= 0x7a ? 0x61 : byte;
  });
}
