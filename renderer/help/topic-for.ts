import type { ReadyView } from '../../app/contract/counter-view.ts';
import type { UiState } from '../ui-state.ts';
import type { HelpTopicId } from './help-topics.ts';

/** What help is about at each place; a place without a word of its own begins at the beginning. */
const topicOfPlace: Readonly<Record<string, HelpTopicId>> = {
  refund: 'undo',
  members: 'manager',
  figures: 'manager',
  settings: 'settings',
  scanners: 'scanners',
  shift: 'shift',
  inbox: 'inbox',
  parked: 'parked',
  acts: 'staff',
  staff: 'staff',
};

const topicOfPanel: Readonly<Record<string, HelpTopicId>> = {
  find: 'find',
  enrol: 'enrol',
  parked: 'parked',
};

/** The topic of where the person is: what stands over the place first, then a red notice, then the place. */
export function topicFor(ui: UiState, view: ReadyView | null): HelpTopicId {
  if (ui.syncOpen) return 'offline';
  if (ui.trainingOpen) return 'training';
  if (ui.imeSwallowed) return 'scanning';
  if (view?.notice?.tone === 'deny') return 'codes';
  if (ui.place !== 'counter') return topicOfPlace[ui.place] ?? 'first-sale';
  if (ui.pointsText !== null) return 'points';
  const ofPanel = topicOfPanel[ui.panel];
  if (ofPanel !== undefined) return ofPanel;
  if (view?.line?.binding) return 'line';
  if (view?.member && view.member.vouchers.length > 0) return 'vouchers';
  return 'first-sale';
}
