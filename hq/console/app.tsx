import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { overviewAnswerSchema } from '../../app/contract/hq-admin.ts';
import type { OverviewAnswer } from '../../app/contract/hq-admin.ts';
import type { HqClient } from './api/hq-client.ts';
import { usePoll } from './api/use-poll.ts';
import { Banner, StateText } from './controls/panel.tsx';
import { HqProvider } from './hq-context.tsx';
import { LanguageProvider, useLanguage } from './i18n/language-context.tsx';
import { CaseScreen } from './screens/case-screen.tsx';
import { CostsScreen } from './screens/costs-screen.tsx';
import { ExceptionsScreen } from './screens/exceptions-screen.tsx';
import { Header } from './screens/header.tsx';
import { LinePreviewScreen } from './screens/line-preview-screen.tsx';
import { LineScreen } from './screens/line-screen.tsx';
import { MemberScreen } from './screens/member-screen.tsx';
import { MembersScreen } from './screens/members-screen.tsx';
import { PeopleScreen } from './screens/people-screen.tsx';
import { OverviewScreen } from './screens/overview-screen.tsx';
import { RequestsScreen } from './screens/requests-screen.tsx';
import { ProgramsScreen } from './screens/programs-screen.tsx';
import { DraftScreen } from './screens/draft-screen.tsx';
import { SalesScreen } from './screens/sales-screen.tsx';
import { SpendingScreen } from './screens/spending-screen.tsx';
import { SignInScreen } from './screens/sign-in-screen.tsx';
import { useRoute } from './screens/use-tab.ts';
import type { Route } from './screens/use-tab.ts';
import css from './app.module.css';

const overviewEveryMs = 5_000;

/** HQ's console: sign-in, or the tabs. */
export function App({ client }: { readonly client: HqClient }) {
  const { session } = useSyncExternalStore(client.subscribe, client.getConnection);
  return (
    <LanguageProvider>
      {session === 'signed-out' ? <SignInScreen client={client} /> : <SignedIn client={client} />}
    </LanguageProvider>
  );
}

function SignedIn({ client }: { readonly client: HqClient }) {
  const { t } = useLanguage();
  const { tab, part } = useRoute();
  const { isReachable } = useSyncExternalStore(client.subscribe, client.getConnection);
  const [turn, setTurn] = useState(0);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const answer = await client.get('/overview', overviewAnswerSchema, {}, signal);
      if (answer.kind !== 'ok') return answer;
      // How far HQ's clock is ahead belongs to the moment of the answer.
      const clockAheadMs = answer.value.serverTimeMs - Date.now();
      return { kind: 'ok' as const, value: { overview: answer.value, clockAheadMs } };
    },
    [client],
  );
  const { data } = usePoll(load, overviewEveryMs, turn);
  const overview = data?.overview ?? null;
  const clockAheadMs = data?.clockAheadMs ?? 0;
  const [places] = useState(() => new Map<string, unknown>());
  const hq = useMemo(
    () => ({ client, clockAheadMs, places, reloadOverview: () => setTurn((n) => n + 1) }),
    [client, clockAheadMs, places],
  );
  const brandName = overview?.brandName;
  useEffect(() => {
    if (brandName !== undefined) document.title = `${brandName} · ${t.common.hq}`;
  }, [brandName, t]);

  return (
    <HqProvider value={hq}>
      <a className={css['skip']} href="#main" onClick={focusMain}>
        {t.connection.skip}
      </a>
      <Header overview={overview} tab={tab} onSignOut={() => void client.signOut()} />
      <div className={css['strips']} aria-live="polite">
        {!isReachable && (
          <Banner tone="deny" title={t.connection.lost} hint={t.connection.lostHint} />
        )}
        {overview?.storeKind === 'pglite' && (
          <Banner tone="warn" title={t.trial.title} hint={t.trial.hint} />
        )}
      </div>
      <main className={css['main']} id="main" tabIndex={-1}>
        {overview === null ? <StateText>{t.common.loading}</StateText> : null}
        {overview !== null && <Screen overview={overview} tab={tab} part={part} />}
      </main>
    </HqProvider>
  );
}

/** What the address names. A member's page is made anew for each member. */
function Screen({ overview, tab, part }: Route & { readonly overview: OverviewAnswer }) {
  switch (tab) {
    case 'overview':
      return <OverviewScreen overview={overview} />;
    case 'sales':
      return <SalesScreen />;
    case 'members':
      if (part === 'requests') return <RequestsScreen />;
      return part === null ? <MembersScreen /> : <MemberScreen key={part} memberId={part} />;
    case 'programs':
      return part === 'draft' ? <DraftScreen /> : <ProgramsScreen />;
    case 'spending':
      return <SpendingScreen />;
    case 'exceptions':
      if (part === 'costs') return <CostsScreen />;
      if (part === 'people') return <PeopleScreen />;
      return part === null ? <ExceptionsScreen /> : <CaseScreen key={part} exceptionId={part} />;
    case 'line':
      if (part === 'preview') return <LinePreviewScreen />;
      return <LineScreen line={overview.line} />;
  }
}

/** The hash names the tab, so the link may not change it. */
function focusMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
