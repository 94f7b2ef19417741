/** A promise that was broken. */
export class Violation extends Error {
  readonly invariant: string;
  constructor(invariant: string, message: string) {
    super(`${invariant}: ${message}`);
    this.invariant = invariant;
  }
}

export function demand(holds: boolean, invariant: string, say: () => string): void {
  if (!holds) throw new Violation(invariant, say());
}
