import { expect, test } from 'vitest';
import {
  hasOwnBack,
  initialUi,
  scanAimOf,
  stepUi,
  type UiAction,
  type UiState,
} from './ui-state.ts';

const after = (...actions: UiAction[]): UiState => actions.reduce(stepUi, initialUi);

test('Esc closes one thing at a time, the newest kind first', () => {
  let ui = after(
    { kind: 'open-panel', panel: 'find' },
    { kind: 'find-text', text: '678' },
    { kind: 'go', place: 'settings' },
    { kind: 'toggle-help', topic: 'settings' },
    { kind: 'ime-swallowed' },
  );
  const places: string[] = [];
  while (hasOwnBack(ui)) {
    places.push(`${ui.imeSwallowed ? 'ime ' : ''}${ui.help ? 'help ' : ''}${ui.place} ${ui.panel}`);
    ui = stepUi(ui, { kind: 'back' });
  }
  expect(places).toEqual([
    'ime help settings find',
    'help settings find',
    'settings find',
    'counter find',
  ]);
  expect(ui.findText).toBe('678');
});

test('a scan brings the counter up; a half-typed search stays unless a member came', () => {
  const searching = after({ kind: 'open-panel', panel: 'find' }, { kind: 'find-text', text: '67' });
  const shown = (hasMember: boolean) => stepUi(searching, { kind: 'scan-shown', hasMember });
  expect([shown(false), shown(true)]).toMatchObject([
    { place: 'counter', panel: 'find', findText: '67' },
    { place: 'counter', panel: 'member', findText: '67' },
  ]);
});

test('typed points: Esc closes their field first, another place drops them', () => {
  const typing = after({ kind: 'points-text', text: '12' });
  expect([
    hasOwnBack(typing),
    stepUi(typing, { kind: 'back' }),
    stepUi(typing, { kind: 'go', place: 'refund' }).pointsText,
    stepUi(typing, { kind: 'scan-shown', hasMember: true }).pointsText,
    stepUi(typing, { kind: 'scan-shown', hasMember: false }).pointsText,
  ]).toEqual([true, initialUi, null, '12', null]);
});

test('scans are meant for what the person sees: the sale, the refund desk, or the invited-by field', () => {
  const enrolling = { kind: 'open-panel', panel: 'enrol', mobile: '' } as const;
  const focused = { kind: 'inviter-field', focused: true } as const;
  expect([
    scanAimOf(initialUi),
    scanAimOf(after({ kind: 'go', place: 'refund' })),
    scanAimOf(after(enrolling)),
    scanAimOf(after(enrolling, focused)),
    scanAimOf(after(enrolling, focused, { kind: 'inviter-field', focused: false })),
    scanAimOf(after(enrolling, focused, { kind: 'close-panel' })),
    scanAimOf(after(enrolling, focused, { kind: 'go', place: 'members' })),
    scanAimOf(after(enrolling, focused, { kind: 'close-panel' }, enrolling)),
  ]).toEqual(['sale', 'refund', 'sale', 'inviter', 'sale', 'sale', 'sale', 'sale']);
});

test('test mode is on the page of the scanners alone, and every way out of it ends it', () => {
  const testing = after({ kind: 'go', place: 'scanners' }, { kind: 'test-mode', on: true });
  expect([
    scanAimOf(testing),
    scanAimOf(after({ kind: 'test-mode', on: true })),
    scanAimOf(after({ kind: 'go', place: 'scanners' })),
  ]).toEqual(['test', 'sale', 'sale']);
  const still: UiAction[] = [
    { kind: 'toggle-help', topic: 'settings' },
    { kind: 'toggle-sync' },
    { kind: 'scan-sent' },
    { kind: 'scan-shown', hasMember: true },
    { kind: 'ime-swallowed' },
  ];
  expect(still.map((action) => scanAimOf(stepUi(testing, action)))).toEqual(
    still.map(() => 'test'),
  );
  const ways: UiAction[] = [
    { kind: 'back' },
    { kind: 'go', place: 'counter' },
    { kind: 'go', place: 'settings' },
    { kind: 'go', place: 'scanners' },
    { kind: 'open-panel', panel: 'find' },
    { kind: 'open-panel', panel: 'enrol', mobile: '' },
    { kind: 'test-mode', on: false },
  ];
  const left = ways.map((action) => stepUi(testing, action));
  expect(left.map((ui) => [ui.testing, scanAimOf(ui)])).toEqual(ways.map(() => [false, 'sale']));
  // Coming back does not begin it anew.
  expect(left.map((ui) => scanAimOf(stepUi(ui, { kind: 'go', place: 'scanners' })))).toEqual(
    ways.map(() => 'sale'),
  );
});

test('a form that was begun stays through a scan and other places, and ends with its sale, Esc or the person', () => {
  const begun = after(
    { kind: 'open-panel', panel: 'enrol', mobile: '' },
    { kind: 'enrol-draft', part: { mobile: '0912345678', name: '林小美' } },
  );
  const inviterScanned = [
    { kind: 'scan-shown', hasMember: true },
    { kind: 'member-changed', hasMember: true },
  ] as const satisfies UiAction[];
  const left = inviterScanned.reduce<UiState>(stepUi, begun);
  const draftAfter = (ui: UiState, ...actions: UiAction[]) =>
    actions.reduce(stepUi, ui).enrolDraft?.mobile ?? null;
  const enrol = (mobile: string): UiAction => ({ kind: 'open-panel', panel: 'enrol', mobile });
  expect({
    left: left.panel,
    again: draftAfter(left, enrol('')),
    elsewhere: draftAfter(begun, { kind: 'go', place: 'members' }, enrol('')),
    sameNumber: draftAfter(left, enrol('0912345678')),
    otherNumber: draftAfter(left, enrol('0987654321')),
    settled: draftAfter(left, { kind: 'member-changed', hasMember: false }),
    openMeanwhile: draftAfter(begun, { kind: 'member-changed', hasMember: false }),
    esc: draftAfter(begun, { kind: 'back' }),
    done: draftAfter(begun, { kind: 'close-panel' }),
    person: stepUi(begun, { kind: 'new-person' }),
  }).toEqual({
    left: 'member',
    again: '0912345678',
    elsewhere: '0912345678',
    sameNumber: '0912345678',
    otherNumber: '0987654321',
    settled: null,
    openMeanwhile: '0912345678',
    esc: null,
    done: null,
    person: initialUi,
  });
});

test('a search that was left ends with its sale: the next customer’s does not begin with these digits', () => {
  const typed = after({ kind: 'open-panel', panel: 'find' }, { kind: 'find-text', text: '0912' });
  const scanned = [
    { kind: 'scan-shown', hasMember: true },
    { kind: 'member-changed', hasMember: true },
  ] as const satisfies UiAction[];
  const left = scanned.reduce<UiState>(stepUi, typed);
  const end: UiAction = { kind: 'member-changed', hasMember: false };
  expect([left, stepUi(left, end), stepUi(typed, end)].map(({ findText }) => findText)).toEqual([
    '0912',
    '',
    '0912',
  ]);
});

test('the tick of a form is given anew by who comes back to it', () => {
  const ticked = after(
    { kind: 'open-panel', panel: 'enrol', mobile: '0912345678' },
    { kind: 'enrol-draft', part: { consent: true } },
  );
  const ways: UiAction[][] = [
    [{ kind: 'go', place: 'members' }],
    [
      { kind: 'scan-shown', hasMember: true },
      { kind: 'open-panel', panel: 'enrol', mobile: '' },
    ],
  ];
  expect([ticked, ...ways.map((way) => way.reduce(stepUi, ticked))]).toMatchObject([
    { enrolDraft: { mobile: '0912345678', consent: true } },
    { enrolDraft: { mobile: '0912345678', consent: false } },
    { enrolDraft: { mobile: '0912345678', consent: false } },
  ]);
});

test('points typed for one member are not the next one’s', () => {
  const typing = after({ kind: 'points-text', text: '12' });
  expect(
    [true, false].map(
      (hasMember) => stepUi(typing, { kind: 'member-changed', hasMember }).pointsText,
    ),
  ).toEqual([null, null]);
});
