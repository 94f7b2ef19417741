import type { TFunction } from 'i18next';
import type { ActRow } from '../../../app/contract/staff.ts';
import { zhTw } from '../../i18n/zh-tw.ts';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { spanOf, spanWords } from '../sync-words.ts';

type Detail = ActRow['act']['detail'];

/** One line of the record in words: what, about whom, and how. */
export function actWords(t: TFunction, { act, memberMasked }: ActRow): string {
  const { about, by, permission, reason } = act;
  const words = t(`staff.act.${act.what}`, {
    about: about?.name ?? t('common.unknown'),
    by: by?.name ?? t('common.unknown'),
    permission: permission === null ? t('common.unknown') : t(`staff.permission.${permission}`),
    reason: reason === null ? t('common.unknown') : t(`staff.reason.${reason}`),
    money: formatMoney(Number(act.detail['moneyMinor'] ?? 0)),
  });
  const details = [...(memberMasked === undefined ? [] : [memberMasked]), ...howWords(t, act)];
  return details.length === 0
    ? words
    : t('staff.acts.detail', { words, detail: details.join(' · ') });
}

/** How it was done, of what the record keeps; what this version does not know is left out. */
function howWords(t: TFunction, { what, detail }: ActRow['act']): readonly string[] {
  const { how, why, minutes, rows } = detail;
  switch (what) {
    case 'signed-in':
      return how === 'pin' || how === 'badge' ? [t(`staff.detail.${how}`)] : [];
    case 'locked':
      return why === 'idle' && typeof minutes === 'number'
        ? [t('staff.detail.idle', { n: formatWhole(minutes) })]
        : [t('staff.detail.person')];
    case 'staff-added':
    case 'staff-changed':
      return changeWords(t, detail);
    case 'rules-changed':
      return ruleWords(t, detail);
    case 'clock-set':
      return typeof minutes === 'number' ? [spanWords(t, spanOf(minutes * 60_000))] : [];
    case 'exported':
      return typeof rows === 'number' ? [t('staff.detail.rows', { n: formatWhole(rows) })] : [];
    case 'refund':
    case 'void':
      return refundWords(t, detail);
    default:
      return [];
  }
}

function refundWords(t: TFunction, { saleNo, why }: Detail): readonly string[] {
  const { whys } = zhTw.refund;
  return [
    ...(typeof saleNo === 'string' ? [t('sale.saleNo', { saleNo })] : []),
    ...(typeof why === 'string' && Object.hasOwn(whys, why)
      ? [t(`refund.whys.${why as keyof typeof whys}`)]
      : []),
  ];
}

function changeWords(t: TFunction, { nameBefore, role, badge }: Detail): readonly string[] {
  return [
    ...(typeof nameBefore === 'string' ? [t('staff.detail.nameBefore', { name: nameBefore })] : []),
    ...(role === 'manager' || role === 'cashier'
      ? [t('staff.detail.role', { role: t(`staff.role.${role}`) })]
      : []),
    ...(badge === 'new' ? [t('staff.detail.newBadge')] : []),
    ...(badge === 'none' ? [t('staff.detail.noBadge')] : []),
  ];
}

function ruleWords(t: TFunction, detail: Detail): readonly string[] {
  const { lockAfterMinutes, lockAfterBefore, refundLimitMinor, refundLimitBefore } = detail;
  const lock = { before: Number(lockAfterBefore), after: Number(lockAfterMinutes) };
  const limit = {
    before: formatMoney(Number(refundLimitBefore)),
    after: formatMoney(Number(refundLimitMinor)),
  };
  return [
    ...(lock.before === lock.after ? [] : [t('staff.detail.lockAfter', lock)]),
    ...(limit.before === limit.after ? [] : [t('staff.detail.refundLimit', limit)]),
  ];
}
