import type { MemberId } from '../app/domain/ids.ts';
import type { HelpState, HelpTopicId } from './help/help-topics.ts';
import { emptyEnrolDraft, type EnrolDraft } from './screens/counter/enrol-draft.ts';

/** The full-size places of the app; the counter is the home of all. */
export type Place =
  'counter' | 'refund' | 'members' | 'figures' | 'settings' | 'scanners' | 'inbox' | 'shift';

/** What stands in the left column of the counter instead of the member. */
export type Panel = 'member' | 'find' | 'enrol' | 'parked';

/** What the screen itself knows; everything about members and sales is in the pushed view. */
export type UiState = {
  readonly place: Place;
  readonly panel: Panel;
  /** All keys at a glance. */
  readonly keysOpen: boolean;
  /** The help beside the place; null = closed. */
  readonly help: HelpState | null;
  readonly syncOpen: boolean;
  /** What training is, or what there is to try in it. */
  readonly trainingOpen: boolean;
  /** Stays when the panel closes, until the sale ends: a half-typed search is not lost to a scan. */
  readonly findText: string;
  /** The new-member form as far as it is filled in: a scan or another place loses none of it. Null = not begun. */
  readonly enrolDraft: EnrolDraft | null;
  /** Points to pay with, as typed so far; null while their field is closed. */
  readonly pointsText: string | null;
  /** The field for who invited a new member has the focus: a scanned card is meant for it. */
  readonly inviterField: boolean;
  /** A scan came that cannot be read, mostly by the input method; stays until Esc, Enter or the next scan. */
  readonly imeSwallowed: boolean;
  /** Scans are only listed on the page of the scanners; ends when it is left. */
  readonly testing: boolean;
  /** The member of whom all is shown over the list. */
  readonly storyOf: MemberId | null;
  /** It was unreadable because the scanner types by Alt and number pad. */
  readonly altNumpad: boolean;
};

export type UiAction =
  | { readonly kind: 'go'; readonly place: Place }
  | { readonly kind: 'open-panel'; readonly panel: 'find' | 'parked' }
  | { readonly kind: 'open-panel'; readonly panel: 'enrol'; readonly mobile: string }
  | { readonly kind: 'close-panel' }
  | { readonly kind: 'open-story'; readonly memberId: MemberId }
  | { readonly kind: 'toggle-keys' }
  /** Opens the help at a topic, or closes it. */
  | { readonly kind: 'toggle-help'; readonly topic: HelpTopicId }
  | { readonly kind: 'show-help'; readonly help: HelpState | null }
  | { readonly kind: 'toggle-sync' }
  | { readonly kind: 'toggle-training' }
  | { readonly kind: 'find-text'; readonly text: string }
  | { readonly kind: 'enrol-draft'; readonly part: Partial<EnrolDraft> }
  | { readonly kind: 'points-text'; readonly text: string | null }
  | { readonly kind: 'inviter-field'; readonly focused: boolean }
  | { readonly kind: 'ime-swallowed' }
  | { readonly kind: 'alt-numpad' }
  /** Begins (on the page of the scanners only) or ends test mode. */
  | { readonly kind: 'test-mode'; readonly on: boolean }
  | { readonly kind: 'scan-sent' }
  /** The sale is for somebody else, or for nobody. */
  | { readonly kind: 'member-changed'; readonly hasMember: boolean }
  /** Somebody else works here now. */
  | { readonly kind: 'new-person' }
  /** A scan's effect arrived: the counter must be what the cashier sees. */
  | { readonly kind: 'scan-shown'; readonly hasMember: boolean }
  | { readonly kind: 'back' };

export const initialUi: UiState = {
  place: 'counter',
  panel: 'member',
  keysOpen: false,
  help: null,
  syncOpen: false,
  trainingOpen: false,
  findText: '',
  enrolDraft: null,
  pointsText: null,
  inviterField: false,
  imeSwallowed: false,
  altNumpad: false,
  testing: false,
  storyOf: null,
};

const closed = {
  keysOpen: false,
  help: null,
  syncOpen: false,
  trainingOpen: false,
  pointsText: null,
  testing: false,
  storyOf: null,
} as const;

/** What help and keys leave as it is: half-typed points, test mode, the story. */
function kept(ui: UiState) {
  return { pointsText: ui.pointsText, testing: ui.testing, storyOf: ui.storyOf };
}

/** A panel with fields stands where the member would: keys and Enter are for it, and nobody sees who would be settled. */
export function hasFields({ place, panel }: UiState): boolean {
  return place === 'counter' && (panel === 'find' || panel === 'enrol');
}

/** Whether Esc has something of the screen's own to close before it means a step back in the sale. */
export function hasOwnBack(ui: UiState): boolean {
  return (
    ui.imeSwallowed ||
    ui.keysOpen ||
    ui.help !== null ||
    ui.syncOpen ||
    ui.trainingOpen ||
    ui.pointsText !== null ||
    ui.place !== 'counter' ||
    ui.panel !== 'member'
  );
}

/** Where a scan is meant to go by what the person sees: the counter is told whenever it changes. */
export function scanAimOf(ui: UiState): 'sale' | 'refund' | 'inviter' | 'test' {
  const { place, panel, inviterField } = ui;
  if (place === 'refund') return 'refund';
  if (place === 'scanners' && ui.testing) return 'test';
  return place === 'counter' && panel === 'enrol' && inviterField ? 'inviter' : 'sale';
}

/** One step of the screen's own state. */
export function stepUi(ui: UiState, action: UiAction): UiState {
  switch (action.kind) {
    case 'go':
      return { ...ui, ...closed, place: action.place, enrolDraft: withoutTick(ui.enrolDraft) };
    case 'open-panel':
      return openPanel(ui, action);
    case 'open-story':
      return { ...ui, ...closed, place: 'members', storyOf: action.memberId };
    case 'close-panel':
      return { ...ui, panel: 'member', findText: '', enrolDraft: null };
    case 'toggle-keys':
      return { ...ui, ...closed, ...kept(ui), keysOpen: !ui.keysOpen };
    case 'toggle-help':
      return {
        ...ui,
        ...closed,
        ...kept(ui),
        help: ui.help === null ? { topic: action.topic, find: '' } : null,
      };
    case 'show-help':
      return { ...ui, help: action.help };
    case 'toggle-sync':
      return { ...ui, ...closed, testing: ui.testing, storyOf: ui.storyOf, syncOpen: !ui.syncOpen };
    case 'toggle-training':
      return { ...ui, ...closed, trainingOpen: !ui.trainingOpen };
    case 'test-mode':
      return { ...ui, testing: action.on && ui.place === 'scanners' };
    case 'find-text':
      return { ...ui, findText: action.text };
    case 'enrol-draft':
      return { ...ui, enrolDraft: { ...(ui.enrolDraft ?? emptyEnrolDraft), ...action.part } };
    case 'member-changed':
      return memberChanged(ui, action.hasMember);
    case 'new-person':
      return initialUi;
    case 'points-text':
      return { ...ui, pointsText: action.text };
    case 'inviter-field':
      return { ...ui, inviterField: action.focused };
    case 'ime-swallowed':
      return { ...ui, imeSwallowed: true, altNumpad: false };
    case 'alt-numpad':
      return { ...ui, imeSwallowed: true, altNumpad: true };
    case 'scan-sent':
      // The same state, so that nothing is drawn anew while the counter looks the scan up.
      return ui.imeSwallowed ? { ...ui, imeSwallowed: false } : ui;
    case 'scan-shown':
      // There the person watches scans, and is told beside the list what this one did.
      if (ui.place === 'scanners') return { ...ui, help: null, imeSwallowed: false };
      return {
        ...ui,
        ...closed,
        // Half-typed points stay as long as there is somebody to pay with them.
        pointsText: action.hasMember ? ui.pointsText : null,
        imeSwallowed: false,
        place: 'counter',
        panel: action.hasMember ? 'member' : ui.panel,
      };
    case 'back':
      return stepBack(ui);
  }
}

function stepBack(ui: UiState): UiState {
  if (ui.imeSwallowed) return { ...ui, imeSwallowed: false };
  if (ui.keysOpen || ui.syncOpen) return { ...ui, keysOpen: false, syncOpen: false };
  if (ui.help !== null) return { ...ui, help: null };
  if (ui.trainingOpen) return { ...ui, trainingOpen: false };
  if (ui.pointsText !== null) return { ...ui, pointsText: null };
  if (ui.storyOf !== null) return { ...ui, storyOf: null };
  if (ui.place !== 'counter') return { ...ui, place: 'counter', testing: false };
  return { ...ui, panel: 'member', enrolDraft: ui.panel === 'enrol' ? null : ui.enrolDraft };
}

function openPanel(ui: UiState, action: Extract<UiAction, { kind: 'open-panel' }>): UiState {
  const open = { ...ui, ...closed, place: 'counter', panel: action.panel } as const;
  if (action.panel !== 'enrol') return open;
  return { ...open, inviterField: false, enrolDraft: draftFor(ui.enrolDraft, action.mobile) };
}

/**
 * What was begun goes on, unless it was begun for another number. The tick does not: it is given by who stands there,
 * each time they come to the form.
 */
function draftFor(begun: EnrolDraft | null, mobile: string): EnrolDraft {
  if (begun !== null && (mobile === '' || mobile === begun.mobile))
    return withoutTick(begun) ?? emptyEnrolDraft;
  return { ...emptyEnrolDraft, mobile };
}

function withoutTick(draft: EnrolDraft | null): EnrolDraft | null {
  return draft?.consent === true ? { ...draft, consent: false } : draft;
}

/**
 * Points were typed for who was there. A form or a search that was left ends with the sale: nobody types the next
 * customer's number behind the last one's. What is open goes on.
 */
function memberChanged(ui: UiState, hasMember: boolean): UiState {
  const enrolDraft = hasMember || ui.panel === 'enrol' ? ui.enrolDraft : null;
  const findText = hasMember || ui.panel === 'find' ? ui.findText : '';
  const isSame = enrolDraft === ui.enrolDraft && findText === ui.findText;
  if (ui.pointsText === null && isSame) return ui;
  return { ...ui, pointsText: null, enrolDraft, findText };
}
