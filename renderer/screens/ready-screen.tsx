import { useEffect, useReducer, useRef } from 'react';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { initialUi, stepUi } from '../ui-state.ts';
import { CounterScreen } from './counter/counter-screen.tsx';
import { Header } from './header.tsx';
import { KeyBar } from './key-bar.tsx';
import { KeysOverlay } from './keys-overlay.tsx';
import { MembersScreen } from './members/members-screen.tsx';
import { NoticeBand } from './notice-band.tsx';
import styles from './ready-screen.module.css';
import { SettingsScreen } from './settings/settings-screen.tsx';
import { SyncDetails } from './sync-details.tsx';
import { useAmountEntry } from './use-amount-entry.ts';
import { useCommands } from './use-commands.ts';
import { useFocusHabits, useKeyIntake } from './use-key-intake.ts';

/** The counter at work: header, notice band, one place, function keys. */
export function ReadyScreen({ view }: { view: ReadyView }) {
  const [ui, dispatch] = useReducer(stepUi, initialUi);
  const amount = useAmountEntry(view);
  const runCommand = useCommands({ ui, dispatch, amount });
  useKeyIntake(runCommand, amount, dispatch);
  useFocusHabits();

  // A scan is answered on the counter, wherever the person was.
  const scanAtMs = view.scanCompletedAtMs;
  const hasMember = view.member !== null;
  const shownScanAtMs = useRef(scanAtMs);
  useEffect(() => {
    if (scanAtMs === shownScanAtMs.current) return;
    shownScanAtMs.current = scanAtMs;
    if (scanAtMs !== null) dispatch({ kind: 'scan-shown', hasMember });
  }, [scanAtMs, hasMember]);

  const sink = useRef<HTMLElement>(null);
  const placeAndPanel = `${ui.place} ${ui.panel}`;
  useEffect(() => {
    // Fields that open take the focus themselves; everything else leaves it on the sink.
    if (placeAndPanel === 'counter member') sink.current?.focus({ preventScroll: true });
  }, [placeAndPanel]);

  return (
    <div className={styles['shell']}>
      <Header view={view} onSync={() => dispatch({ kind: 'toggle-sync' })} syncOpen={ui.syncOpen} />
      <NoticeBand
        view={view}
        imeSwallowed={ui.imeSwallowed}
        onClose={() => runCommand({ kind: 'confirm' })}
      />
      <main
        ref={sink}
        className={styles['place']}
        data-place={ui.place}
        data-focus-sink=""
        tabIndex={-1}
      >
        {/* Never unmounted: what is half typed there stays. */}
        <div className={styles['counter']} hidden={ui.place !== 'counter'}>
          <CounterScreen
            view={view}
            ui={ui}
            dispatch={dispatch}
            amount={amount}
            onCommand={runCommand}
          />
        </div>
        {ui.place === 'members' ? <MembersScreen view={view} /> : null}
        {ui.place === 'settings' ? <SettingsScreen view={view} /> : null}
      </main>
      <KeyBar place={ui.place} onCommand={runCommand} />
      {ui.syncOpen ? <SyncDetails view={view} onClose={() => dispatch({ kind: 'back' })} /> : null}
      {ui.helpOpen ? <KeysOverlay onClose={() => dispatch({ kind: 'back' })} /> : null}
    </div>
  );
}
