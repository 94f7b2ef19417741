import type { LineChannel } from './line-channel.ts';

/** The member's page as it opens inside LINE; null while HQ has no LIFF app. */
export function memberPageUrl(channel: LineChannel): string | null {
  const { liffId } = channel.current();
  return liffId === null ? null : `https://liff.line.me/${encodeURIComponent(liffId)}`;
}
