import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { MemberHome } from '../../app/contract/member-pages.ts';
import { createMemberApi } from './api/member-api.ts';
import type { MemberApi } from './api/member-api.ts';
import { begin } from './begin.ts';
import type { Begun } from './begin.ts';
import { lazyPage } from './controls/lazy-page.tsx';
import { forgetLastCard, keepLastCard } from './keep/last-card.ts';
import type { LinePort } from './line/line-port.ts';
import { MemberPages } from './member-pages.tsx';
import { SpeechContext } from './page-context.ts';
import { GoodbyePage } from './pages/goodbye-page.tsx';
import { StartingPage } from './pages/starting-page.tsx';
import { useChosenSpeech } from './use-speech.ts';
import { WelcomeContext } from './welcome-context.ts';

const WelcomePage = lazyPage(async () => (await import('./pages/welcome-page.tsx')).WelcomePage);

type Stage = Begun | { readonly kind: 'starting' } | { readonly kind: 'gone' };

/** The pages as a whole: who is there, and so what is shown. */
export function App({ loadPort }: { loadPort: () => Promise<LinePort> }): JSX.Element {
  const { speech, setLanguage, chooseLanguage } = useChosenSpeech();
  const [stage, setStage] = useState<Stage>({ kind: 'starting' });
  const { api, beginOnce } = useMemo(() => prepare(loadPort), [loadPort]);
  const run = useCallback(async (): Promise<void> => {
    setStage({ kind: 'starting' });
    const begun = await beginOnce(chooseLanguage);
    if (begun.kind === 'stranger') forgetLastCard();
    if (begun.kind === 'member') keepLastCard(begun.config, begun.home, Date.now());
    setStage(begun);
  }, [beginOnce, chooseLanguage]);
  useEffect(() => void run(), [run]);

  function welcomeHome(home: MemberHome): void {
    if (stage.kind !== 'stranger') return;
    // The code of the counter is used up: it must not be tried again when the page is loaded anew.
    history.replaceState(null, '', '/m/');
    keepLastCard(stage.config, home, Date.now());
    const { port, config } = stage;
    setStage({ kind: 'member', port, config, home, hasNeedlessTicket: false });
  }

  return (
    <SpeechContext.Provider value={speech}>
      {stage.kind === 'starting' && <StartingPage trouble={null} port={null} onRetry={null} />}
      {stage.kind === 'trouble' && (
        <StartingPage trouble={stage.code} port={stage.port} onRetry={() => void run()} />
      )}
      {stage.kind === 'stranger' && (
        <WelcomeContext.Provider value={{ ...stage, api, onMember: welcomeHome }}>
          <WelcomePage />
        </WelcomeContext.Provider>
      )}
      {stage.kind === 'member' && (
        <MemberPages
          begun={stage}
          api={api}
          setLanguage={setLanguage}
          onGone={() => {
            forgetLastCard();
            setStage({ kind: 'gone' });
          }}
        />
      )}
      {stage.kind === 'gone' && <GoodbyePage />}
    </SpeechContext.Provider>
  );
}

type Prepared = {
  readonly api: MemberApi;
  readonly beginOnce: (choose: Parameters<typeof begin>[0]['chooseLanguage']) => Promise<Begun>;
};

/** The SDK is loaded and started once, however often the start is tried again. */
function prepare(loadPort: () => Promise<LinePort>): Prepared {
  let port: LinePort | null = null;
  let hasStarted = false;
  const api = createMemberApi({
    fetch: (input, init) => fetch(input, init),
    idToken: () => port?.idToken() ?? null,
  });
  return {
    api,
    beginOnce: (chooseLanguage) =>
      begin({
        api,
        chooseLanguage,
        loadPort: async () => (port ??= await loadPort()),
        startPort: async (started, liffId) => {
          if (!hasStarted) await started.start(liffId);
          hasStarted = true;
        },
      }),
  };
}
