/** What HQ says it holds of an install. */
export type HeldByHq = { readonly last: number; readonly head: string | null };

/** The same as this counter has it. `hashAtLast`: our own hash at HQ's last seq; null when we never got there. */
export type OwnChain = { readonly lastSeq: number; readonly hashAtLast: string | null };

/**
 * Whether HQ holds the beginning of our own history, and so everything up to its last seq, or another one
 * (this disk was copied, or put back to an earlier state). Never by the numbers alone: two machines of one
 * identity may have counted equally far.
 */
export function judgeInstall(held: HeldByHq, own: OwnChain): 'same' | 'other' {
  if (held.last > own.lastSeq) return 'other';
  return own.hashAtLast === (held.head ?? '') ? 'same' : 'other';
}
