/** What one op came to. */
export type Step = {
  readonly op: string;
  /** `ok`, `rejected:<reason>`, `replayed`, `conflict`, or what the op answers. */
  readonly result: string;
  /** Whether the op stands in the list `balances`: one that only asks does not. */
  readonly posts: boolean;
  /** Points of the member, or value of the card, after the op; null where it is about neither. */
  readonly balance: number | null;
  /** Everything else the op brought, under the names that `answers.ts` knows. */
  readonly figures: Readonly<Record<string, unknown>>;
};

/** An op that went through. */
export function okStep(op: string, balance: number | null, figures: Step['figures'] = {}): Step {
  return { op, result: 'ok', posts: true, balance, figures };
}

/** An op that was refused and changed nothing. */
export function rejectedStep(
  op: string,
  reason: string,
  balance: number | null,
  figures: Step['figures'] = {},
): Step {
  return { op, result: `rejected:${reason}`, posts: true, balance, figures };
}

/** An op that only asks. */
export function answerStep(op: string, figures: Step['figures'], result = 'ok'): Step {
  return { op, result, posts: false, balance: null, figures };
}
