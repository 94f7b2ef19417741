import type { MemberId } from '../../../app/domain/ids.ts';

/** Members whose half-written note is kept at most; the one touched longest ago goes first. */
export const draftsMax = 20;

/** Half-written notes by member: a scan, another tab or another place loses none of them. */
export type NoteDrafts = {
  readonly of: (memberId: MemberId) => string;
  readonly set: (memberId: MemberId, text: string) => void;
  /** Another person is here: what the one before wrote is not theirs. */
  readonly clear: () => void;
};

/** Kept on the screen alone, until it is closed. */
export function createNoteDrafts(): NoteDrafts {
  const drafts = new Map<MemberId, string>();
  return {
    of: (memberId) => drafts.get(memberId) ?? '',
    set: (memberId, text) => {
      drafts.delete(memberId);
      if (text.trim() !== '') drafts.set(memberId, text);
      const [oldest] = drafts.keys();
      if (drafts.size > draftsMax && oldest !== undefined) drafts.delete(oldest);
    },
    clear: () => drafts.clear(),
  };
}
