/** An exchange whose outcome this phone does not know yet. */
export type OpenExchange = {
  readonly couponId: string;
  readonly name: string;
  readonly key: string;
  readonly askedAtMs: number;
};

const storageKey = 'counterfoil.exchange';
/** HQ answers the same key the same way for ever; a person has looked at their points by then. */
const keptMs = 3 * 86_400_000;

/** The exchange that was asked for and never answered; null = none. */
export function findOpenExchange(nowMs: number): OpenExchange | null {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? 'null') as OpenExchange | null;
    if (kept === null || typeof kept.key !== 'string' || typeof kept.name !== 'string') return null;
    return nowMs - kept.askedAtMs < keptMs ? kept : null;
  } catch {
    return null;
  }
}

/** Before the call leaves: whatever becomes of the page, the same key is used again. */
export function keepOpenExchange(exchange: OpenExchange): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(exchange));
  } catch {
    // The key then lives as long as the page.
  }
}

/** Once HQ has answered, yes or no. */
export function forgetOpenExchange(): void {
  try {
    localStorage.removeItem(storageKey);
  } catch {
    // Nothing was kept either.
  }
}
