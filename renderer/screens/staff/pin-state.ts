import type { OverrideReason } from '../../../app/contract/staff.ts';
import type { StaffId } from '../../../app/domain/ids.ts';

/** Digits of a PIN, fewest and most. */
export const pinLengthMin = 6;
export const pinLengthMax = 12;
/** So many people have a number key of their own. */
export const numberedMax = 9;

export type PinTrouble =
  | { readonly kind: 'short' | 'nobody' | 'no-reason' }
  /** The counter said no: its code, or `failed`. */
  | { readonly kind: 'refused'; readonly code: string };

/** One person and the PIN typed so far. Never kept longer than the panel stands. */
export type PinState = {
  readonly chosen: StaffId | null;
  readonly pin: string;
  /** Typed with digits before the PIN; `none` where no reason is asked for. */
  readonly reason: OverrideReason | 'none' | null;
  readonly checking: boolean;
  readonly trouble: PinTrouble | null;
};

/** Whoever can be chosen, in the order shown, and the reasons in the order of their keys. */
type People = readonly { readonly staffId: StaffId }[];

export type PinAction =
  | { readonly kind: 'choose'; readonly staffId: StaffId }
  | { readonly kind: 'move'; readonly by: -1 | 1; readonly people: People }
  | { readonly kind: 'reason'; readonly reason: OverrideReason }
  | {
      readonly kind: 'digit';
      readonly digits: string;
      readonly people: People;
      readonly reasons: readonly OverrideReason[];
    }
  | { readonly kind: 'backspace' | 'clear' | 'check' | 'done' }
  | { readonly kind: 'trouble'; readonly trouble: PinTrouble };

/** A panel as it opens. */
export function firstPin(chosen: StaffId | null, reason: PinState['reason']): PinState {
  return { chosen, pin: '', reason, checking: false, trouble: null };
}

/** One step of choosing a person and typing their PIN. While a PIN is checked nothing changes. */
export function stepPin(state: PinState, action: PinAction): PinState {
  if (action.kind === 'done') return { ...state, pin: '', checking: false, trouble: null };
  if (action.kind === 'trouble') {
    const keepsPin = action.trouble.kind !== 'refused';
    return {
      ...state,
      pin: keepsPin ? state.pin : '',
      checking: false,
      trouble: action.trouble,
    };
  }
  if (state.checking) return state;
  switch (action.kind) {
    case 'choose':
      return { ...state, chosen: action.staffId, pin: '', trouble: null };
    case 'move':
      return move(state, action.by, action.people);
    case 'reason':
      return { ...state, reason: action.reason, trouble: null };
    case 'digit':
      return type(state, action);
    case 'backspace':
      return { ...state, pin: state.pin.slice(0, -1), trouble: null };
    case 'clear':
      return { ...state, pin: '', trouble: null };
    case 'check':
      return { ...state, checking: true, trouble: null };
  }
}

/** One up or down; stays at the ends. From nobody to the first or last. */
function move(state: PinState, by: -1 | 1, people: People): PinState {
  const at = people.findIndex(({ staffId }) => staffId === state.chosen);
  const from = at === -1 && by === -1 ? people.length : at;
  const next = people[Math.min(Math.max(from + by, 0), people.length - 1)];
  if (next === undefined || next.staffId === state.chosen) return state;
  return { ...state, chosen: next.staffId, pin: '', trouble: null };
}

/** A digit is the number of a reason while one is wanted, of a person while none is chosen, else of the PIN. */
function type(state: PinState, action: Extract<PinAction, { kind: 'digit' }>): PinState {
  const number = Number(action.digits) - 1;
  if (state.reason === null) {
    const reason = action.reasons[number];
    return reason === undefined ? state : { ...state, reason, trouble: null };
  }
  if (state.chosen === null) {
    const person = action.people.length <= numberedMax ? action.people[number] : undefined;
    return person === undefined ? state : { ...state, chosen: person.staffId, trouble: null };
  }
  const pin = (state.pin + action.digits).slice(0, pinLengthMax);
  return { ...state, pin, trouble: null };
}

/** What is missing before the PIN can be sent; null = nothing. */
export function missingInPin(state: PinState): PinTrouble | null {
  if (state.reason === null) return { kind: 'no-reason' };
  if (state.chosen === null) return { kind: 'nobody' };
  return state.pin.length < pinLengthMin ? { kind: 'short' } : null;
}
