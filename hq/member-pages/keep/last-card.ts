import type { MemberConfig, MemberHome } from '../../../app/contract/member-pages.ts';

/** The card as it was last seen, for a phone without a network: no name, no points. */
export type LastCard = {
  readonly brandName: string;
  readonly cardCode: string;
  readonly cardSvg: string;
  readonly savedAtMs: number;
};

const key = 'counterfoil.last-card';

/** Null when there is none, or the browser keeps nothing. */
export function findLastCard(): LastCard | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return isLastCard(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps the card of this answer. A browser that keeps nothing is no trouble. */
export function keepLastCard(config: MemberConfig, home: MemberHome, nowMs: number): void {
  if (home.cardSvg === '') return forgetLastCard();
  const card: LastCard = {
    brandName: config.brandName,
    cardCode: home.cardCode,
    cardSvg: home.cardSvg,
    savedAtMs: nowMs,
  };
  try {
    localStorage.setItem(key, JSON.stringify(card));
  } catch {
    // Full, or forbidden: the card is then there only with a network.
  }
}

/** After unlinking, or when LINE says it is somebody without a card. */
export function forgetLastCard(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept either.
  }
}

function isLastCard(kept: unknown): kept is LastCard {
  if (typeof kept !== 'object' || kept === null) return false;
  const card = kept as Record<keyof LastCard, unknown>;
  return (
    typeof card.brandName === 'string' &&
    typeof card.cardCode === 'string' &&
    typeof card.cardSvg === 'string' &&
    card.cardSvg.startsWith('<svg') &&
    typeof card.savedAtMs === 'number'
  );
}
