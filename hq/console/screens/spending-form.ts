import type { SpendPolicy } from '../../../app/domain/spend-policy.ts';
import type { Texts } from '../i18n/texts.ts';

/** The fields of the form, as typed. */
export type SpendingField = keyof Texts['spending']['fields'];
export type SpendingForm = Readonly<Record<SpendingField, string>> & {
  readonly onOverdraft: SpendPolicy['onOverdraft'];
};
type Trouble = keyof Texts['spending']['errors'];

/** The fields in three groups, in the order they are filled in. */
export const floorFields = [
  'floorSalePoints',
  'floorMemberPoints',
  'floorCounterPoints',
  'floorSalesMax',
  'askAfterSales',
  'offlineHoursMax',
  'snapshotAgeHoursMax',
] as const satisfies readonly SpendingField[];
export const leaseFields = [
  'leasePoints',
  'leaseHours',
] as const satisfies readonly SpendingField[];
export const onlineFields = [
  'onlineAbovePoints',
  'verifyPercent',
] as const satisfies readonly SpendingField[];

const numbers = [...floorFields, ...leaseFields] as const;

/** A policy as it stands in the form. */
export function formOf(policy: SpendPolicy): SpendingForm {
  const typed = Object.fromEntries(numbers.map((field) => [field, String(policy[field])]));
  return {
    ...(typed as Record<(typeof numbers)[number], string>),
    onlineAbovePoints: policy.onlineAbovePoints === null ? '' : String(policy.onlineAbovePoints),
    verifyPercent: String(policy.verifyShareBps / 100),
    onOverdraft: policy.onOverdraft,
  };
}

/** The form as a policy, and what is wrong with which field; `policy` is null while anything is. */
export function readForm(
  form: SpendingForm,
  revision: number,
): {
  readonly policy: SpendPolicy | null;
  readonly troubles: Readonly<Partial<Record<SpendingField, Trouble>>>;
} {
  const troubles: Partial<Record<SpendingField, Trouble>> = {};
  const whole = (field: SpendingField, max: number): number => {
    const text = form[field].normalize('NFKC').trim();
    if (!/^\d{1,9}$/.test(text)) troubles[field] = 'number';
    else if (Number(text) > max) troubles[field] = 'tooLarge';
    return Number(text);
  };
  const percent = form.verifyPercent.normalize('NFKC').trim();
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(percent) || Number(percent) > 100)
    troubles.verifyPercent = 'percent';
  const policy: SpendPolicy = {
    revision,
    floorSalePoints: whole('floorSalePoints', pointsMax),
    floorMemberPoints: whole('floorMemberPoints', pointsMax),
    floorCounterPoints: whole('floorCounterPoints', pointsMax),
    askAfterSales: whole('askAfterSales', salesMax),
    floorSalesMax: whole('floorSalesMax', salesMax),
    snapshotAgeHoursMax: whole('snapshotAgeHoursMax', hoursMax),
    offlineHoursMax: whole('offlineHoursMax', hoursMax),
    leasePoints: whole('leasePoints', pointsMax),
    leaseHours: whole('leaseHours', leaseHoursMax),
    onlineAbovePoints:
      form.onlineAbovePoints.trim() === '' ? null : whole('onlineAbovePoints', pointsMax),
    verifyShareBps: Math.round(Number(percent) * 100),
    onOverdraft: form.onOverdraft,
  };
  if (troubles.leaseHours !== undefined || policy.leaseHours === 0) troubles.leaseHours = 'hours';
  if (policy.floorMemberPoints < policy.floorSalePoints)
    troubles.floorMemberPoints ??= 'memberBelowSale';
  if (policy.floorCounterPoints < policy.floorMemberPoints)
    troubles.floorCounterPoints ??= 'counterBelowMember';
  return { policy: Object.keys(troubles).length === 0 ? policy : null, troubles };
}

const pointsMax = 10_000_000;
const salesMax = 1_000;
const hoursMax = 24 * 366;
const leaseHoursMax = 24 * 31;
