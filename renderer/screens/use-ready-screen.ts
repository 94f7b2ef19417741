import { useCallback, useEffect, useRef, useState, type Dispatch, type RefObject } from 'react';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { useCounter, useScreenState } from '../counter-context.tsx';
import { useScanTried } from '../help/use-scan-tried.ts';
import { useStepStore } from '../step-store.ts';
import { initialUi, scanAimOf, stepUi, type UiAction, type UiState } from '../ui-state.ts';
import { createPanelDesk } from './counter/use-panel-keys.ts';
import type { StoryDesk } from './manager/member-story-screen.tsx';
import { createNoteDrafts } from './manager/note-drafts.ts';
import type { RefundState } from './refund/refund-state.ts';
import { useScanWatch, useTestModeEnds } from './scanners/use-scan-page.ts';
import { createKeysFirst } from './staff/keys-first.ts';
import { useNewPerson } from './staff/use-new-person.ts';
import { useTrainingChange } from './training/use-training-change.ts';
import { useAmountEntry } from './use-amount-entry.ts';
import { useCommands } from './use-commands.ts';
import { useCovered } from './use-covered.ts';
import { useFocusHabits, useKeyIntake } from './use-key-intake.ts';
import { useRefund, type RefundDesk } from './use-refund.ts';

/** What the counter's screen knows, does and listens to, beside what it draws. */
export function useReadyScreen(view: ReadyView) {
  const [ui, uiStore] = useStepStore(stepUi, initialUi);
  const { dispatch } = uiStore;
  const goHome = useCallback(() => dispatch({ kind: 'go', place: 'counter' }), [dispatch]);
  const amount = useAmountEntry(view);
  const refund = useRefund({
    active: ui.place === 'refund',
    onShow: useCallback(() => dispatch({ kind: 'go', place: 'refund' }), [dispatch]),
    onDone: goHome,
  });
  const [story] = useState<StoryDesk>(() => ({
    keys: createKeysFirst(),
    drafts: createNoteDrafts(),
  }));
  const [panelDesk] = useState(createPanelDesk);
  const runCommand = useCommands({
    ui: uiStore,
    amount,
    refund,
    story: story.keys,
    panel: panelDesk,
  });
  useKeyIntake(runCommand, amount, dispatch);
  useFocusHabits();

  useLineSigns(view.mode);
  useScanAim(ui);
  useScanWatch(ui.place === 'scanners');
  useTestModeEnds(view, ui.testing, dispatch);
  useTrainingChange(view.training === true, dispatch);
  useScanShown(view, dispatch, refund.lookFor);
  useScanTried(view);
  useNewPerson(view, () => {
    story.drafts.clear();
    dispatch({ kind: 'new-person' });
  });
  useMemberChange(view, dispatch);
  const sink = useSink(ui, refund.state.phase);
  useCovered(sink, ui.keysOpen || ui.trainingOpen || (ui.help !== null && !helpIsBeside()));
  return { ui, dispatch, amount, refund, story, panelDesk, runCommand, sink };
}

/** What was typed for one member is not for the next. */
function useMemberChange({ member }: ReadyView, dispatch: Dispatch<UiAction>): void {
  const memberId = member?.memberId ?? null;
  const last = useRef(memberId);
  useEffect(() => {
    if (last.current === memberId) return;
    last.current = memberId;
    dispatch({ kind: 'member-changed', hasMember: memberId !== null });
  }, [memberId, dispatch]);
}

/** On a wide screen the help leaves room to follow it at the counter. */
function helpIsBeside(): boolean {
  return window.innerWidth >= 1500;
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
      dispatch({ kind: 'show-help', help: null });
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
    if (!toSink) return;
    // A field that was taken away with its page loses the focus unheard: React would keep it, and that page, until
    // some other focus is lost.
    sink.current?.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    sink.current?.focus({ preventScroll: true });
  }, [toSink, placeAndPart]);
  return sink;
}
