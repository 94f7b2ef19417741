import type { i18n as I18n } from 'i18next';
import { useEffect, useLayoutEffect, useState } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import type { CounterView } from '../app/contract/counter-view.ts';
import { useAppearance } from './appearance.ts';
import styles from './app.module.css';
import type { Call } from './connection.ts';
import { CounterAccessProvider, useScreenState } from './counter-context.tsx';
import { setCalendar } from './i18n/i18n.ts';
import {
  loadAllTexts,
  rememberedLanguage,
  rememberLanguage,
  useLanguage,
} from './i18n/load-texts.ts';
import { createLockDesk } from './lock-desk.ts';
import { createOverrideDesk } from './override-desk.ts';
import { markPainted } from './paint-marks.ts';
import { FirstRunScreen } from './screens/first-run/first-run-screen.tsx';
import { OpeningSign } from './screens/opening-sign.tsx';
import { ReadyScreen } from './screens/ready-screen.tsx';
import { RefusedScreen } from './screens/refused/refused-screen.tsx';
import { startTimer } from './screens/start-timer.ts';
import { StaffGate } from './screens/staff/staff-gate.tsx';
import type { ViewStore } from './view-store.ts';

/** How long a lost connection is not worth a word: a restart of the counter process takes less. */
const quietMs = 500;
/** When the other languages are brought: after what a start waits for. */
const othersMs = 2_000;

/** The whole screen: what the newest view asks for, in its language. */
export function App(props: { call: Call; store: ViewStore; i18n: I18n }) {
  const { call, store, i18n } = props;
  const [access] = useState(() => {
    const overrides = createOverrideDesk(call, () => performance.now());
    return { ...createLockDesk(overrides.call), store, overrides };
  });
  return (
    <I18nextProvider i18n={i18n}>
      <CounterAccessProvider access={access}>
        <CurrentScreen />
        <Reconnecting />
      </CounterAccessProvider>
    </I18nextProvider>
  );
}

function CurrentScreen() {
  const { view } = useScreenState();
  const isSpoken = useViewLanguage(view);
  useAppearance(view);
  useLayoutEffect(() => {
    if (view) markPainted(view.revision);
  }, [view]);
  useFirstShown(view?.kind === 'ready' && isSpoken);
  if (!view || !isSpoken) return <Opening />;
  if (view.kind === 'refused') return <RefusedScreen view={view} />;
  if (view.kind === 'first-run') return <FirstRunScreen view={view} />;
  return (
    <StaffGate view={view}>
      <ReadyScreen view={view} />
    </StaffGate>
  );
}

/** Nothing before its words are here: seldom a tenth of a second. */
function Opening() {
  if (!useLanguage(rememberedLanguage())) return null;
  return (
    <div role="status" className={styles['opening']}>
      <OpeningSign />
    </div>
  );
}

/** Tells main when the counter first stands on the glass; the keys are listened to before that. */
function useFirstShown(isReady: boolean): void {
  const { i18n } = useTranslation();
  useEffect(() => {
    if (!isReady) return undefined;
    requestAnimationFrame(() => requestAnimationFrame(() => window.counterfoil?.shown?.()));
    return startTimer(() => void loadAllTexts(i18n), othersMs);
  }, [i18n, isReady]);
}

/** The counter process keeps the language; the screen follows it. @returns whether its texts are here */
function useViewLanguage(view: CounterView | null): boolean {
  const { i18n } = useTranslation();
  const language = view?.language;
  // Before the screens below read their sentences.
  setCalendar(i18n, (view?.kind === 'ready' ? view.calendar : undefined) ?? 'gregory');
  useEffect(() => {
    if (language !== undefined) rememberLanguage(language);
  }, [language]);
  return useLanguage(language);
}

function Reconnecting() {
  const { t } = useTranslation();
  const { view, connection } = useScreenState();
  const isLost = view !== null && connection !== 'open';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!isLost) return setShown(false);
    return startTimer(() => setShown(true), quietMs);
  }, [isLost]);
  return (
    <div role="status" className={styles['reconnecting']} hidden={!shown}>
      {shown ? t('common.reconnecting') : ''}
    </div>
  );
}
