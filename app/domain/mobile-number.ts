/**
 * Reads a Taiwanese mobile number as people write it (`0912-345-678`, `+886 912 345 678`,
 * full-width digits, `+886 0912…`) and gives E.164 `+8869########`; null for anything else, fixed
 * lines included. National form `09` + 8 digits: numbering plan of Taiwan (ITU-T E.164, NCC).
 */
export function normalizeMobile(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/[\s()\-‐-―−]/g, '');
  const match = /^(?:\+?8860?|0)(9\d{8})$/.exec(plain);
  return match === null ? null : `+886${match[1]}`;
}

/** `+886912345678` → `0912345678`; a number of another shape is given back as it is. */
export function toNational(e164: string): string {
  return /^\+8869\d{8}$/.test(e164) ? `0${e164.slice(4)}` : e164;
}

/** `+886912345678` → `0912***678`; of a number of another shape only the last three digits stay. */
export function maskMobile(e164: string): string {
  const national = toNational(e164);
  const shownHead = national === e164 ? '' : national.slice(0, 4);
  return `${shownHead}***${national.slice(-3)}`;
}
