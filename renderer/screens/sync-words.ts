import type { TFunction } from 'i18next';
import type { SyncView } from '../../app/contract/house-views.ts';
import type { ChipLook } from '../controls/chip.tsx';
import type { IconName } from '../controls/icon.tsx';
import { formatWhole } from '../i18n/format.ts';

/** How each state of sync looks in the header. */
export const syncLooks: Readonly<Record<SyncView['state'], { look: ChipLook; icon: IconName }>> = {
  local: { look: 'quiet', icon: 'local' },
  starting: { look: 'accent', icon: 'sync' },
  online: { look: 'ok', icon: 'online' },
  syncing: { look: 'accent', icon: 'sync' },
  offline: { look: 'offline', icon: 'offline' },
  attention: { look: 'warn', icon: 'warn' },
};

/** The chip's look: that of the state, in the colour of a warning when too much waits for too long. */
export function syncLook(sync: SyncView): { look: ChipLook; icon: IconName } {
  const look = syncLooks[sync.state];
  return sync.outbox != null && sync.state === 'offline' ? { ...look, look: 'warn' } : look;
}

/** The chip's words: the state, and how much waits where that matters. */
export function syncChipWords(t: TFunction, sync: SyncView): string {
  if (sync.state === 'offline' && sync.unsentCount === 0) return t('sync.chip.offlineNone');
  if (sync.state === 'offline' && sync.outbox === 'old')
    return t('sync.chip.offlineOld', { n: formatWhole(sync.unsentCount) });
  if (sync.state === 'starting' && sync.fetchedPercent !== undefined)
    return t('sync.chip.fetching', { percent: sync.fetchedPercent });
  return t(`sync.chip.${sync.state}`, {
    n: formatWhole(sync.unsentCount),
    rows: formatWhole(sync.pulledRows),
  });
}

/** How far this PC's clock may be from HQ's before the screen says so, ms. */
export const clockOffsetMsMax = 120_000;

/** What is wrong with this PC's clock, or null. HQ's time less ours: negative = ours is fast. */
export function clockTrouble(
  offsetMs: number | null,
): { readonly fast: boolean; readonly span: ClockSpan } | null {
  if (offsetMs === null || Math.abs(offsetMs) <= clockOffsetMsMax) return null;
  return { fast: offsetMs < 0, span: spanOf(Math.abs(offsetMs)) };
}

/** A length of time in words; days beyond whole years only where there are any. */
export function spanWords(t: TFunction, { unit, n, days }: ClockSpan): string {
  const parts = unit === 'years' && days > 0 ? 'yearsDays' : unit;
  return t(`header.span.${parts}`, { n, days });
}

/** A length of time in the largest unit that says it; `days` are those beyond whole years of 365 days. */
type ClockSpan = {
  readonly unit: 'minutes' | 'hours' | 'days' | 'years';
  readonly n: number;
  readonly days: number;
};

/** A length of time, in the largest unit that says it. */
export function spanOf(ms: number): ClockSpan {
  const minutes = Math.round(ms / 60_000);
  const hours = Math.round(minutes / 60);
  const days = Math.round(hours / 24);
  if (minutes < 120) return { unit: 'minutes', n: minutes, days: 0 };
  if (hours < 48) return { unit: 'hours', n: hours, days: 0 };
  if (days < 365) return { unit: 'days', n: days, days };
  return { unit: 'years', n: Math.floor(days / 365), days: days % 365 };
}
