import type { Dispatch } from 'react';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { HelpSheet } from '../help/help-sheet.tsx';
import type { UiAction, UiState } from '../ui-state.ts';
import { CounterScreen } from './counter/counter-screen.tsx';
import { Header } from './header.tsx';
import { InboxScreen } from './inbox/inbox-screen.tsx';
import { KeyBar } from './key-bar.tsx';
import { KeysOverlay } from './keys-overlay.tsx';
import { FiguresScreen } from './manager/figures-screen.tsx';
import type { StoryDesk } from './manager/member-story-screen.tsx';
import { MembersPlace } from './manager/members-place.tsx';
import { NoticeBand } from './notice-band.tsx';
import styles from './ready-screen.module.css';
import { RefundScreen } from './refund/refund-screen.tsx';
import { ScannersScreen } from './scanners/scanners-screen.tsx';
import { TestingFrame } from './scanners/testing-frame.tsx';
import { ShiftScreen } from './shift/shift-screen.tsx';
import { SettingsScreen } from './settings/settings-screen.tsx';
import { SyncDetails } from './sync-details.tsx';
import { TrainingPanel } from './training/training-panel.tsx';
import { TrainingStrip } from './training/training-strip.tsx';
import { TouchDigits } from './touch-digits.tsx';
import type { RunCommand } from './use-commands.ts';
import { useReadyScreen } from './use-ready-screen.ts';

const deskWords = { choose: 'bandChoose', open: 'bandRefund' } as const;

/** The counter at work: header, notice band, one place, function keys. */
export function ReadyScreen({ view }: { view: ReadyView }) {
  const desk = useReadyScreen(view);
  const { ui, dispatch, amount, refund, story, panelDesk, runCommand, sink } = desk;

  return (
    <div className={styles['shell']}>
      <TrainingStrip view={view} onCommand={runCommand} />
      <Header
        view={view}
        onSync={() => dispatch({ kind: 'toggle-sync' })}
        syncOpen={ui.syncOpen}
        onCommand={runCommand}
      />
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
            panelDesk={panelDesk}
            onCommand={runCommand}
          />
        </div>
        {ui.place === 'refund' ? (
          <RefundScreen view={view} desk={refund} onCommand={runCommand} />
        ) : null}
        <OtherPlace view={view} ui={ui} story={story} dispatch={dispatch} onCommand={runCommand} />
      </main>
      <TouchDigits
        shown={ui.place === 'members' && ui.storyOf === null}
        field='[data-place="members"] input[type="search"]'
      />
      <KeyBar place={ui.place} isOverList={ui.storyOf !== null} onCommand={runCommand} />
      <TestingFrame view={view} />
      <Overlays view={view} ui={ui} dispatch={dispatch} onCommand={runCommand} />
    </div>
  );
}

type OverlaysProps = {
  readonly view: ReadyView;
  readonly ui: UiState;
  readonly dispatch: Dispatch<UiAction>;
  readonly onCommand: RunCommand;
};

type OtherPlaceProps = OverlaysProps & { readonly story: StoryDesk };

/** The places besides the counter and the refund desk. */
function OtherPlace({ view, ui, story, dispatch, onCommand }: OtherPlaceProps) {
  return (
    <>
      {ui.place === 'members' ? (
        <MembersPlace
          view={view}
          storyOf={ui.storyOf}
          desk={story}
          dispatch={dispatch}
          onCommand={onCommand}
        />
      ) : null}
      {ui.place === 'inbox' ? <InboxScreen view={view} /> : null}
      {ui.place === 'figures' ? <FiguresScreen view={view} onCommand={onCommand} /> : null}
      {ui.place === 'shift' ? <ShiftScreen view={view} /> : null}
      {ui.place === 'settings' ? <SettingsScreen view={view} onCommand={onCommand} /> : null}
      {ui.place === 'scanners' ? (
        <ScannersScreen view={view} onTest={(on) => dispatch({ kind: 'test-mode', on })} />
      ) : null}
    </>
  );
}

/** What stands over the place for a moment. */
function Overlays({ view, ui, dispatch, onCommand }: OverlaysProps) {
  const onClose = (): void => dispatch({ kind: 'back' });
  return (
    <>
      {ui.syncOpen ? <SyncDetails view={view} onClose={onClose} /> : null}
      {ui.trainingOpen ? <TrainingPanel view={view} onClose={onClose} /> : null}
      {ui.keysOpen ? <KeysOverlay onClose={onClose} /> : null}
      {ui.help ? (
        <HelpSheet view={view} help={ui.help} dispatch={dispatch} onCommand={onCommand} />
      ) : null}
    </>
  );
}
