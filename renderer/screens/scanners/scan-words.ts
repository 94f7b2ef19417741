import type { TFunction } from 'i18next';
import type { SeenScan } from '../../../app/contract/scan-log.ts';
import { visibleByte } from '../../../app/domain/personal-bytes.ts';
import { zhTw } from '../../i18n/zh-tw.ts';

const { kind: kinds, would: woulds } = zhTw.scanners;

function has<T extends object>(texts: T, code: string): code is string & keyof T {
  return Object.hasOwn(texts, code);
}

/** What a scan is, in a few words. */
export function kindWords(t: TFunction, kind: string): string {
  return has(kinds, kind) ? t(`scanners.kind.${kind}`) : t('scanners.kind.unknown');
}

/** What the counter would do with a scan on the sale. */
export function wouldWords(t: TFunction, { kind, known, repeated }: SeenScan): string {
  if (repeated) return t('scanners.would.repeated');
  if (kind === 'member-code') {
    return t(known === true ? 'scanners.would.memberKnown' : 'scanners.would.memberUnknown');
  }
  return has(woulds, kind) ? t(`scanners.would.${kind}`) : t('scanners.would.unknown');
}

/** A byte of a scan, ready to show; `masked` ones have no value here. */
export type ShownByte = { readonly hex: string; readonly sign: string };

/** The bytes of a scan as hex and as signs: `0d` and ␍; `••` and • where they are masked. */
export function shownBytes(hex: string): ShownByte[] {
  return (hex.match(/../g) ?? []).map((pair) =>
    pair === '..'
      ? { hex: '••', sign: '•' }
      : { hex: pair, sign: visibleByte(Number.parseInt(pair, 16)) },
  );
}

/** Names of the control characters, by their pictures ␀ to ␟: few fonts have the pictures themselves. */
const controlNames =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

/** The name of a control character whose picture (␍) this is; null for any other sign. */
export function controlName(sign: string): string | null {
  if (sign === '␡') return 'DEL';
  return controlNames[(sign.codePointAt(0) ?? 0) - 0x2400] ?? null;
}

/** A text as pieces: what can be read, and control characters by their names. */
export function readablePieces(
  text: string,
): { readonly words: string; readonly control: boolean }[] {
  return (text.match(/[\u2400-\u2421]|[^\u2400-\u2421]+/g) ?? []).map((piece) => {
    const name = controlName(piece);
    return { words: name ?? piece, control: name !== null };
  });
}

/** A time of day to the millisecond, on this PC's clock. */
export function clockMs(atMs: number): string {
  const at = new Date(atMs);
  const two = (n: number): string => String(n).padStart(2, '0');
  const ms = String(at.getMilliseconds()).padStart(3, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${ms}`;
}
