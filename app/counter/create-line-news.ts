import type { MemberView } from '../contract/counter-view.ts';
import type { LineMemberWord } from '../contract/line-desk.ts';
import type { MemberId } from '../domain/ids.ts';

/** So long an answer counts; then the same member, shown again, is asked about anew. */
export const newsMsMax = 10_000;
/** After silence the same member is not asked about again so soon. */
export const silenceMs = 15_000;
/** One who is not bound has no news; only the address where anybody joins is learnt, so rarely. */
export const joinUrlEveryMs = 60 * 60_000;
/** Members whose news is kept: some minutes of a busy till. */
export const newsKeptMax = 32;

type AskedMember = Pick<MemberView, 'memberId' | 'lineState'>;

export type LineNews = {
  /** Asks about the member in the background where that is due; one exchange at a time, the newest wins. */
  readonly wonder: (member: AskedMember | null) => void;
  /** Null = LINE accepted nothing, or HQ has not said. */
  readonly lastAcceptedAtMs: (memberId: MemberId) => number | null;
  readonly stop: () => void;
};

export type LineNewsDeps = {
  readonly monoMs: () => number;
  readonly ask: (memberId: MemberId) => Promise<LineMemberWord>;
  /** With what the rows here say of the member. */
  readonly onAnswer: (word: LineMemberWord, lineState: MemberView['lineState']) => void;
  readonly onChanged: () => void;
  readonly onError: (error: unknown) => void;
};

type Kept = { readonly untilMonoMs: number; readonly lastAcceptedAtMs: number | null };

/** Remembers for a while when LINE last accepted a message to a member, and asks HQ when it does not know. */
export function createLineNews(deps: LineNewsDeps): LineNews {
  const kept = new Map<MemberId, Kept>();
  let isAsking = false;
  let isStopped = false;
  let joinUrlDueMonoMs = Number.NEGATIVE_INFINITY;
  let wanted: AskedMember | null = null;

  function isDue({ memberId, lineState }: AskedMember): boolean {
    const now = deps.monoMs();
    if ((kept.get(memberId)?.untilMonoMs ?? now) > now) return false;
    return lineState !== 'none' || joinUrlDueMonoMs <= now;
  }

  function keep(memberId: MemberId, word: LineMemberWord): void {
    const before = kept.get(memberId)?.lastAcceptedAtMs ?? null;
    const heard = word.kind === 'answer';
    const lastAcceptedAtMs = heard ? word.answer.lastAcceptedAtMs : null;
    const untilMonoMs = deps.monoMs() + (heard ? newsMsMax : silenceMs);
    kept.delete(memberId);
    kept.set(memberId, { untilMonoMs, lastAcceptedAtMs });
    const [oldest] = kept.keys();
    if (kept.size > newsKeptMax && oldest !== undefined) kept.delete(oldest);
    joinUrlDueMonoMs = heard ? deps.monoMs() + joinUrlEveryMs : untilMonoMs;
    if (before !== lastAcceptedAtMs) deps.onChanged();
  }

  async function askAll(): Promise<void> {
    while (wanted !== null && !isStopped && isDue(wanted)) {
      const { memberId, lineState }: AskedMember = wanted;
      const word = await deps.ask(memberId);
      if (isStopped) return;
      keep(memberId, word);
      deps.onAnswer(word, lineState);
    }
  }

  return {
    wonder: (member) => {
      wanted = member;
      if (isAsking || isStopped || member === null || !isDue(member)) return;
      isAsking = true;
      askAll()
        .catch(deps.onError)
        .finally(() => (isAsking = false));
    },
    lastAcceptedAtMs: (memberId) => kept.get(memberId)?.lastAcceptedAtMs ?? null,
    stop: () => {
      isStopped = true;
    },
  };
}
