import { useCallback, useEffect, useRef, type Dispatch, type RefObject } from 'react';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { useCounter, useScreenState } from '../counter-context.tsx';
import { useStepStore } from '../step-store.ts';
import { initialUi, scanAimOf, stepUi, type UiAction, type UiState } from '../ui-state.ts';
import { CounterScreen } from './counter/counter-screen.tsx';
import { Header } from './header.tsx';
import { KeyBar } from './key-bar.tsx';
import { KeysOverlay } from './keys-overlay.tsx';
import { FiguresScreen } from './manager/figures-screen.tsx';
import { MembersPlace } from './manager/members-place.tsx';
import { NoticeBand } from './notice-band.tsx';
import styles from './ready-screen.module.css';
import { RefundScreen } from './refund/refund-screen.tsx';
import type { RefundState } from './refund/refund-state.ts';
import { ScannersScreen } from './scanners/scanners-screen.tsx';
import { TestingFrame } from './scanners/testing-frame.tsx';
import { useScanWatch, useTestModeEnds } from './scanners/use-scan-page.ts';
import { SettingsScreen } from './settings/settings-screen.tsx';
import { SyncDetails } from './sync-details.tsx';
import { useAmountEntry } from './use-amount-entry.ts';
import { useCommands } from './use-commands.ts';
import { useFocusHabits, useKeyIntake } from './use-key-intake.ts';
import { useRefund, type RefundDesk } from './use-refund.ts';

const deskWords = { choose: 'bandChoose', open: 'bandRefund' } as const;

/** The counter at work: header, notice band, one place, function keys. */
export function ReadyScreen({ view }: { view: ReadyView }) {
  const [ui, uiStore] = useStepStore(stepUi, initialUi);
  const { dispatch } = uiStore;
  const amount = useAmountEntry(view);
  const refund = useRefund({
    active: ui.place === 'refund',
    onShow: useCallback(() => dispatch({ kind: 'go', place: 'refund' }), [dispatch]),
    onDone: useCallback(() => dispatch({ kind: 'go', place: 'counter' }), [dispatch]),
  });
  const runCommand = useCommands({ ui: uiStore, amount, refund });
  useKeyIntake(runCommand, amount, dispatch);
  useFocusHabits();

  useLineSigns(view.mode);
  useScanAim(ui);
  useScanWatch(ui.place === 'scanners');
  useTestModeEnds(view, ui.testing, dispatch);
  useScanShown(view, dispatch, refund.lookFor);
  const sink = useSink(ui, refund.state.phase);

  return (
    <div className={styles['shell']}>
      <Header view={view} onSync={() => dispatch({ kind: 'toggle-sync' })} syncOpen={ui.syncOpen} />
      <NoticeBand
        view={view}
        deskWords={ui.place === 'refund' ? deskWords[refund.state.phase] : null}
        swallowedBy={ui.imeSwallowed ? (ui.altNumpad ? 'alt-numpad' : 'ime') : null}
        onClose={() => runCommand({ kind: 'confirm' })}
        onCommand={runCommand}
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
        {ui.place === 'refund' ? (
          <RefundScreen view={view} desk={refund} onCommand={runCommand} />
        ) : null}
        {ui.place === 'members' ? (
          <MembersPlace
            view={view}
            storyOf={ui.storyOf}
            dispatch={dispatch}
            onCommand={runCommand}
          />
        ) : null}
        {ui.place === 'figures' ? <FiguresScreen view={view} onCommand={runCommand} /> : null}
        {ui.place === 'settings' ? <SettingsScreen view={view} onCommand={runCommand} /> : null}
        {ui.place === 'scanners' ? (
          <ScannersScreen view={view} onTest={(on) => dispatch({ kind: 'test-mode', on })} />
        ) : null}
      </main>
      <KeyBar place={ui.place} isOverList={ui.storyOf !== null} onCommand={runCommand} />
      <TestingFrame view={view} />
      <Overlays view={view} ui={ui} onClose={() => dispatch({ kind: 'back' })} />
    </div>
  );
}

type OverlaysProps = {
  readonly view: ReadyView;
  readonly ui: UiState;
  readonly onClose: () => void;
};

/** What stands over the place for a moment. */
function Overlays({ view, ui, onClose }: OverlaysProps) {
  return (
    <>
      {ui.syncOpen ? <SyncDetails view={view} onClose={onClose} /> : null}
      {ui.helpOpen ? <KeysOverlay onClose={onClose} /> : null}
    </>
  );
}

/** Tells the counter when the PC's network comes back, so that sync need not wait for its next try. */
function useLineSigns(mode: ReadyView['mode']): void {
  const { call } = useCounter();
  useEffect(() => {
    if (mode !== 'hq') return;
    const onOnline = (): void => void call('sync:look', { why: 'network' }).catch(() => undefined);
    window.addEventListener('online', onOnline);
    return () => window.removeEventListener('online', onOnline);
  }, [call, mode]);
}

/** Tells the counter where scans are meant to go; a counter process that came anew is told again. */
function useScanAim(ui: UiState): void {
  const { call } = useCounter();
  const { connection } = useScreenState();
  const at = scanAimOf(ui);
  useEffect(() => {
    if (connection === 'open') call('scan:aim', { at }).catch(() => undefined);
  }, [call, connection, at]);
}

/** A scan is answered on the counter, wherever the person was, unless it was for the desk that is open. */
function useScanShown(
  view: ReadyView,
  dispatch: Dispatch<UiAction>,
  lookFor: RefundDesk['lookFor'],
): void {
  const { scanCompletedAtMs: scanAtMs, deskScan } = view;
  const hasMember = view.member !== null;
  const shown = useRef({ scanAtMs, deskScan });
  useEffect(() => {
    const before = shown.current;
    shown.current = { scanAtMs, deskScan };
    if (deskScan !== null && deskScan.no !== before.deskScan?.no) {
      if (deskScan.at === 'refund' && deskScan.text !== null) lookFor(deskScan.text);
    } else if (scanAtMs !== null && scanAtMs !== before.scanAtMs)
      dispatch({ kind: 'scan-shown', hasMember });
  }, [scanAtMs, deskScan, hasMember, dispatch, lookFor]);
}

/** Where the focus rests. Fields that open take it themselves; everything else leaves it here. */
function useSink(ui: UiState, deskPhase: RefundState['phase']): RefObject<HTMLElement | null> {
  const sink = useRef<HTMLElement>(null);
  const part = ui.place === 'refund' ? deskPhase : ui.panel;
  const placeAndPart = `${ui.place} ${part}`;
  const fieldless =
    placeAndPart === 'counter member' || placeAndPart === 'refund open' || ui.place === 'scanners';
  const toSink = fieldless && ui.pointsText === null;
  useEffect(() => {
    if (toSink) sink.current?.focus({ preventScroll: true });
  }, [toSink, placeAndPart]);
  return sink;
}
