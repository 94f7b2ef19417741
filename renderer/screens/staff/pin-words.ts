import type { TFunction } from 'i18next';
import type { Notice } from '../../../app/contract/counter-view.ts';
import { zhTw } from '../../i18n/zh-tw.ts';
import { countdown } from '../counter/countdown.ts';
import type { PinTrouble } from './pin-state.ts';

/** A refusal of a call about staff, in words. */
export function staffRefusal(t: TFunction, code: string): string {
  const known = Object.hasOwn(zhTw.staff.refused, code);
  return t(`staff.refused.${known ? (code as keyof typeof zhTw.staff.refused) : 'other'}`);
}

/** What is wrong with what was typed, in words; `triesLeft`: before a wait, where the counter said it. */
export function pinTroubleWords(
  t: TFunction,
  trouble: PinTrouble,
  triesLeft: number | null,
): string {
  switch (trouble.kind) {
    case 'short':
      return t('staff.trouble.short');
    case 'nobody':
      return t('staff.lock.choose');
    case 'no-reason':
      return t('staff.override.needReason');
    case 'refused':
      if (trouble.code === 'failed') return t('staff.trouble.failed');
      if (trouble.code !== 'pin-wrong') return staffRefusal(t, trouble.code);
      return triesLeft === null
        ? t('staff.trouble.wrong')
        : t('staff.trouble.wrongLeft', { n: triesLeft });
  }
}

/** The wait after too many wrong PINs, in words; null = none. */
export function waitWords(
  t: TFunction,
  wait: { readonly untilMs: number | null; readonly nowMs: number },
  words: 'wait' | 'waitManager',
): string | null {
  if (wait.untilMs === null || wait.untilMs <= wait.nowMs) return null;
  return t(`staff.trouble.${words}`, { time: countdown(wait.untilMs - wait.nowMs) });
}

/** Tries left before a wait, as the notice of a wrong PIN carries them. */
export function triesLeftOf(notice: Notice | null): number | null {
  if (notice?.code !== 'pin-wrong') return null;
  const left = notice.params['left'];
  return typeof left === 'number' ? left : null;
}
