import type { CounterCallOut } from '../../../app/contract/counter-calls.ts';
import {
  noteLengthMax,
  notesMax,
  tagLengthMax,
  tagsMax,
  type Remark,
  type RemarkKind,
} from '../../../app/contract/remarks.ts';
import type { RemarkId } from '../../../app/domain/ids.ts';

type Refusal = Extract<CounterCallOut<'remark:add'>, { kind: 'refused' }>['code'];

/** Why a remark was not added or not removed; `failed`: the call itself. */
export type RemarkTrouble = Refusal | 'failed' | 'not-removed';

/** The remarks of one member as the screen has them. */
export type RemarksState = {
  /** Oldest first. */
  readonly tags: readonly Remark[];
  /** Newest first. */
  readonly notes: readonly Remark[];
  /** Those that go in a moment and can still be put back, the latest last. */
  readonly leaving: readonly RemarkId[];
  readonly trouble: Readonly<Record<RemarkKind, RemarkTrouble | null>>;
  /** What is on its way to be stored. */
  readonly saving: RemarkKind | null;
};

export type RemarksAction =
  | { readonly kind: 'saving'; readonly of: RemarkKind }
  | { readonly kind: 'added'; readonly remark: Remark }
  | { readonly kind: 'leaving'; readonly remarkId: RemarkId }
  | { readonly kind: 'back'; readonly remarkId: RemarkId }
  | { readonly kind: 'gone'; readonly remarkId: RemarkId }
  /** What was to be stored is not. */
  | { readonly kind: 'refused'; readonly of: RemarkKind; readonly trouble: RemarkTrouble }
  | { readonly kind: 'not-removed'; readonly remarkId: RemarkId }
  | { readonly kind: 'forget-trouble'; readonly of: RemarkKind };

export function firstRemarks(story: {
  readonly tags: readonly Remark[];
  readonly notes: readonly Remark[];
}): RemarksState {
  const { tags, notes } = story;
  return { tags, notes, leaving: [], trouble: { tag: null, note: null }, saving: null };
}

/** One step of what is known of a member's remarks. */
export function stepRemarks(state: RemarksState, action: RemarksAction): RemarksState {
  const without = (id: RemarkId) => state.leaving.filter((one) => one !== id);
  switch (action.kind) {
    case 'saving':
      return { ...state, saving: action.of, trouble: { ...state.trouble, [action.of]: null } };
    case 'added': {
      const { remark } = action;
      // Sent twice it is one.
      const rest = listOf(state, remark.kind).filter(
        ({ remarkId }) => remarkId !== remark.remarkId,
      );
      const lists =
        remark.kind === 'tag' ? { tags: [...rest, remark] } : { notes: [remark, ...rest] };
      return { ...state, ...lists, saving: null };
    }
    case 'leaving':
      return {
        ...state,
        leaving: [...without(action.remarkId), action.remarkId],
        trouble: { tag: null, note: null },
      };
    case 'back':
      return { ...state, leaving: without(action.remarkId) };
    case 'gone': {
      const stays = ({ remarkId }: Remark): boolean => remarkId !== action.remarkId;
      return {
        ...state,
        tags: state.tags.filter(stays),
        notes: state.notes.filter(stays),
        leaving: without(action.remarkId),
      };
    }
    case 'refused':
      return { ...state, saving: null, trouble: { ...state.trouble, [action.of]: action.trouble } };
    case 'not-removed': {
      const kind = state.tags.some(({ remarkId }) => remarkId === action.remarkId) ? 'tag' : 'note';
      const trouble = { ...state.trouble, [kind]: 'not-removed' };
      return { ...state, leaving: without(action.remarkId), trouble };
    }
    case 'forget-trouble':
      if (state.trouble[action.of] === null) return state;
      return { ...state, trouble: { ...state.trouble, [action.of]: null } };
  }
}

export function listOf(state: RemarksState, kind: RemarkKind): readonly Remark[] {
  return kind === 'tag' ? state.tags : state.notes;
}

/** The tags that stay, in words: what a row of the list shows. */
export function tagWords({ tags, leaving }: RemarksState): readonly string[] {
  return tags.filter(({ remarkId }) => !leaving.includes(remarkId)).map(({ text }) => text);
}

const lengthMaxOf = { tag: tagLengthMax, note: noteLengthMax } as const;
const countMaxOf = { tag: tagsMax, note: notesMax } as const;

/** The most there may be of what a trouble is about: characters, or remarks. */
export function mostOf(kind: RemarkKind, trouble: RemarkTrouble): number {
  return trouble === 'too-long' ? lengthMaxOf[kind] : countMaxOf[kind];
}

/** What is wrong with a text before it is sent; null = nothing. */
export function troubleIn(kind: RemarkKind, text: string): RemarkTrouble | null {
  return text.length > lengthMaxOf[kind] ? 'too-long' : null;
}
