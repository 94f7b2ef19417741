import { expect, test } from 'vitest';
import { hasOwnBack, initialUi, stepUi, type UiAction, type UiState } from './ui-state.ts';

const after = (...actions: UiAction[]): UiState => actions.reduce(stepUi, initialUi);

test('Esc closes one thing at a time, the newest kind first', () => {
  let ui = after(
    { kind: 'open-panel', panel: 'find' },
    { kind: 'find-text', text: '678' },
    { kind: 'go', place: 'settings' },
    { kind: 'toggle-help' },
    { kind: 'ime-swallowed' },
  );
  const places: string[] = [];
  while (hasOwnBack(ui)) {
    places.push(
      `${ui.imeSwallowed ? 'ime ' : ''}${ui.helpOpen ? 'help ' : ''}${ui.place} ${ui.panel}`,
    );
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
