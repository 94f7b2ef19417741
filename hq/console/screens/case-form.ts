import type {
  ActionNeeds,
  ExceptionActionKind,
  ExceptionCaseAnswer,
} from '../../../app/contract/hq-admin-exceptions.ts';

/** What a person has chosen and typed. */
export type CaseForm = {
  readonly kind: ExceptionActionKind;
  readonly note: string;
  readonly storeId: string;
  readonly amountText: string;
  readonly pointsText: string;
};

/** A field that cannot stand as it is. */
export type CaseTrouble = 'note' | 'amount' | 'points';

/** The likeliest action, with what HQ worked out; null where nothing can be done. */
export function formOfCase(shown: ExceptionCaseAnswer): CaseForm | null {
  const [kind] = shown.allowed;
  if (kind === undefined) return null;
  return {
    kind,
    note: '',
    storeId: shown.storeId ?? shown.stores[0]?.storeId ?? '',
    amountText: String(shown.cost.costMinor),
    pointsText: String(shown.clawBackPoints),
  };
}

/** The request for what was chosen, or which field is in its way. */
export function readCaseForm(
  form: CaseForm,
  shown: ExceptionCaseAnswer,
): { readonly body: Record<string, unknown> | null; readonly trouble: CaseTrouble | null } {
  const { kind, storeId } = form;
  const note = form.note.trim();
  const shared = { exceptionId: shown.exception.exceptionId, kind, note };
  if (needsOf(kind, shown)?.note === true && note === '') return { body: null, trouble: 'note' };
  if (kind === 'charge-store') {
    const amountMinor = readWhole(form.amountText);
    if (amountMinor === null || amountMinor > shown.cost.costMinor)
      return { body: null, trouble: 'amount' };
    return { body: { ...shared, amountMinor, storeId }, trouble: null };
  }
  if (kind === 'claw-back') {
    const points = readWhole(form.pointsText);
    if (points === null) return { body: null, trouble: 'points' };
    return { body: { ...shared, points }, trouble: null };
  }
  return { body: shared, trouble: null };
}

/** Why what was chosen takes a second person, as HQ weighs it; null where one is enough. */
export function whyTwo(form: CaseForm, shown: ExceptionCaseAnswer): ActionNeeds['why'] | null {
  const needs = needsOf(form.kind, shown);
  if (needs === undefined) return null;
  const { two, why, pointsAloneMax } = needs;
  const points = form.kind === 'claw-back' ? (readWhole(form.pointsText) ?? 0) : 0;
  return two || (pointsAloneMax !== null && points > pointsAloneMax) ? why : null;
}

function needsOf(kind: ExceptionActionKind, { needs }: ExceptionCaseAnswer) {
  return needs.find((one) => one.kind === kind);
}

/** A whole number from 1; thousands may be parted by commas. */
function readWhole(text: string): number | null {
  const plain = text.replaceAll(',', '').trim();
  const value = Number(plain);
  return /^\d{1,9}$/.test(plain) && value >= 1 ? value : null;
}
