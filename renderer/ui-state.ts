import type { MemberId } from '../app/domain/ids.ts';

/** The full-size places of the app; the counter is the home of all. */
export type Place = 'counter' | 'refund' | 'members' | 'figures' | 'settings' | 'scanners';

/** What stands in the left column of the counter instead of the member. */
export type Panel = 'member' | 'find' | 'enrol';

/** What the screen itself knows; everything about members and sales is in the pushed view. */
export type UiState = {
  readonly place: Place;
  readonly panel: Panel;
  readonly helpOpen: boolean;
  readonly syncOpen: boolean;
  /** Stays when the panel closes: a half-typed search is not lost to a scan. */
  readonly findText: string;
  /** Mobile number that a new-member form starts with. */
  readonly enrolMobile: string;
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
  | { readonly kind: 'open-panel'; readonly panel: 'find' }
  | { readonly kind: 'open-panel'; readonly panel: 'enrol'; readonly mobile: string }
  | { readonly kind: 'close-panel' }
  | { readonly kind: 'open-story'; readonly memberId: MemberId }
  | { readonly kind: 'toggle-help' }
  | { readonly kind: 'toggle-sync' }
  | { readonly kind: 'find-text'; readonly text: string }
  | { readonly kind: 'points-text'; readonly text: string | null }
  | { readonly kind: 'inviter-field'; readonly focused: boolean }
  | { readonly kind: 'ime-swallowed' }
  | { readonly kind: 'alt-numpad' }
  /** Begins (on the page of the scanners only) or ends test mode. */
  | { readonly kind: 'test-mode'; readonly on: boolean }
  | { readonly kind: 'scan-sent' }
  /** A scan's effect arrived: the counter must be what the cashier sees. */
  | { readonly kind: 'scan-shown'; readonly hasMember: boolean }
  | { readonly kind: 'back' };

export const initialUi: UiState = {
  place: 'counter',
  panel: 'member',
  helpOpen: false,
  syncOpen: false,
  findText: '',
  enrolMobile: '',
  pointsText: null,
  inviterField: false,
  imeSwallowed: false,
  altNumpad: false,
  testing: false,
  storyOf: null,
};

const closed = {
  helpOpen: false,
  syncOpen: false,
  pointsText: null,
  testing: false,
  storyOf: null,
} as const;

/** Whether Esc has something of the screen's own to close before it means a step back in the sale. */
export function hasOwnBack(ui: UiState): boolean {
  return (
    ui.imeSwallowed ||
    ui.helpOpen ||
    ui.syncOpen ||
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
      return { ...ui, ...closed, place: action.place };
    case 'open-panel':
      return action.panel === 'find'
        ? { ...ui, ...closed, place: 'counter', panel: 'find' }
        : {
            ...ui,
            ...closed,
            place: 'counter',
            panel: 'enrol',
            inviterField: false,
            enrolMobile: action.mobile,
          };
    case 'open-story':
      return { ...ui, ...closed, place: 'members', storyOf: action.memberId };
    case 'close-panel':
      return { ...ui, panel: 'member', findText: '' };
    case 'toggle-help':
      return { ...ui, ...closed, testing: ui.testing, storyOf: ui.storyOf, helpOpen: !ui.helpOpen };
    case 'toggle-sync':
      return { ...ui, ...closed, testing: ui.testing, storyOf: ui.storyOf, syncOpen: !ui.syncOpen };
    case 'test-mode':
      return { ...ui, testing: action.on && ui.place === 'scanners' };
    case 'find-text':
      return { ...ui, findText: action.text };
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
      if (ui.place === 'scanners') return { ...ui, imeSwallowed: false };
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
  if (ui.helpOpen || ui.syncOpen) return { ...ui, helpOpen: false, syncOpen: false };
  if (ui.pointsText !== null) return { ...ui, pointsText: null };
  if (ui.storyOf !== null) return { ...ui, storyOf: null };
  if (ui.place !== 'counter') return { ...ui, place: 'counter', testing: false };
  return { ...ui, panel: 'member' };
}
