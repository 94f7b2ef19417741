import { classifyCode } from '../../app/domain/classify-code.ts';
import type { Random } from '../../app/seed/random.ts';
import { acceptingKinds, formsOf } from './code-kinds.ts';
import type { CodeKind } from './code-kinds.ts';
import { goodCodes, makeCode } from './make-codes.ts';

export type ClassifyRun = {
  readonly byKind: ReadonlyMap<CodeKind, number>;
  /** What was wrong, the first few of them. */
  readonly failures: readonly string[];
  readonly failed: number;
};

const failuresShown = 20;

/**
 * Classifies `count` strings and holds each answer against the forms said a second time: it never throws,
 * no string has two forms, a string with one is said to be of it, and without one leads to nothing.
 */
export function runClassify(random: Random, count: number): ClassifyRun {
  const good = Object.values(goodCodes(random));
  const byKind = new Map<CodeKind, number>();
  const failures: string[] = [];
  let failed = 0;
  for (let n = 0; n < count; n += 1) {
    const bytes = makeCode(random, good);
    const { kind, wrong } = judge(bytes);
    if (kind !== null) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
    if (wrong === null) continue;
    failed += 1;
    if (failures.length < failuresShown)
      failures.push(`${Buffer.from(bytes).toString('hex')}: ${wrong}`);
  }
  return { byKind, failures, failed };
}

/** Forms whose wrong check digit or cut end has a kind of its own, and the rest. */
const exactKinds: readonly CodeKind[] = [
  ...acceptingKinds,
  'einvoice-right',
  'einvoice-slip',
  'mobile-carrier',
  'citizen-certificate',
  'donation-code',
  'product',
  'gs1-coupon',
];

function judge(bytes: Uint8Array): {
  readonly kind: CodeKind | null;
  readonly wrong: string | null;
} {
  const before = Buffer.from(bytes);
  let kind: CodeKind;
  try {
    ({ kind } = classifyCode(bytes));
  } catch (error) {
    return { kind: null, wrong: `threw ${String(error)}` };
  }
  if (Buffer.compare(before, bytes) !== 0) return { kind, wrong: 'changed what it was given' };
  const forms = formsOf(bodyOf(bytes));
  if (forms.length > 1) return { kind, wrong: `has two forms: ${forms.join(', ')}` };
  const [form] = forms;
  if (form === undefined && exactKinds.includes(kind)) return { kind, wrong: `no form of ${kind}` };
  if (form !== undefined && form !== kind)
    return { kind, wrong: `${kind} although of the form ${form}` };
  return { kind, wrong: null };
}

/** Without one terminator (CR, LF, CRLF, TAB) and without an AIM id. */
function bodyOf(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const end = ['\r\n', '\r', '\n', '\t'].find((one) => text.endsWith(one)) ?? '';
  const framed = text.slice(0, text.length - end.length);
  const isLetter = (code: number) => (code | 32) >= 97 && (code | 32) <= 122;
  const isDigit = (code: number) => code >= 48 && code <= 57;
  const [second, third] = [framed.charCodeAt(1), framed.charCodeAt(2)];
  const hasAim =
    framed.length >= 3 &&
    framed.startsWith(']') &&
    isLetter(second) &&
    (isLetter(third) || isDigit(third));
  return Buffer.from(hasAim ? framed.slice(3) : framed, 'latin1');
}
