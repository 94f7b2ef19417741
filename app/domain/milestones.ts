/**
 * The highest milestone that one posting reached from below, or null: several passed at once are
 * told as the highest only. A balance that falls and rises again reaches it again.
 */
export function milestoneReached(
  milestones: readonly number[],
  balanceBefore: number,
  balanceAfter: number,
): number | null {
  const reached = milestones.filter((one) => one > balanceBefore && one <= balanceAfter);
  return reached.length === 0 ? null : Math.max(...reached);
}
