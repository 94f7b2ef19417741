const storedAs = 'counterfoil-hq-program-draft';

/** The draft this browser keeps, or null. A browser may refuse its storage: then there is none. */
export function readDraftText(): string | null {
  try {
    return localStorage.getItem(storedAs);
  } catch {
    return null;
  }
}

/** Keeps the draft over reloads and other tabs of the page; null forgets it. */
export function keepDraftText(text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(storedAs);
    else localStorage.setItem(storedAs, text);
  } catch {
    // The draft then lasts as long as the page.
  }
}
