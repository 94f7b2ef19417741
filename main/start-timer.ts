/** The real timer behind every `setTimer` port: runs `fn` once after `delayMs`; the answer stops it. */
export function startTimer(delayMs: number, fn: () => void): () => void {
  const timer = setTimeout(fn, delayMs);
  return () => clearTimeout(timer);
}
