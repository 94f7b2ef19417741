import type { TFunction } from 'i18next';
import type { SyncView } from '../../app/contract/counter-view.ts';
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

/** The chip's words: the state, and how much waits where that matters. */
export function syncChipWords(t: TFunction, sync: SyncView): string {
  if (sync.state === 'offline' && sync.unsentCount === 0) return t('sync.chip.offlineNone');
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
): { readonly fast: boolean; readonly minutes: number } | null {
  if (offsetMs === null || Math.abs(offsetMs) <= clockOffsetMsMax) return null;
  return { fast: offsetMs < 0, minutes: Math.round(Math.abs(offsetMs) / 60_000) };
}
