import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Language } from '../../app/contract/language.ts';
import type { MemberApi } from './api/member-api.ts';
import type { Begun } from './begin.ts';
import { lazyPage } from './controls/lazy-page.tsx';
import type { LazyPage } from './controls/lazy-page.tsx';
import { TabBar } from './controls/tab-bar.tsx';
import { keepLastCard } from './keep/last-card.ts';
import { MemberPageContext, useSpeech } from './page-context.ts';
import type { MemberPage } from './page-context.ts';
import { usePagePath } from './page-path.ts';
import type { PagePath } from './page-path.ts';
import { CardPage } from './pages/card-page.tsx';

const laterPages: Record<Exclude<PagePath, '/'>, LazyPage> = {
  '/vouchers': lazyPage(async () => (await import('./pages/vouchers-page.tsx')).VouchersPage),
  '/history': lazyPage(async () => (await import('./pages/history-page.tsx')).HistoryPage),
  '/more': lazyPage(async () => (await import('./pages/more-page.tsx')).MorePage),
  '/invite': lazyPage(async () => (await import('./pages/invite-page.tsx')).InvitePage),
  '/privacy': lazyPage(async () => (await import('./pages/privacy-page.tsx')).PrivacyPage),
};

/** A card seen longer ago is asked for again when the phone comes back to it. */
const staleMs = 20_000;

/** The pages of a member, once HQ has said who it is. */
export function MemberPages({
  begun,
  api,
  setLanguage,
  onGone,
}: {
  begun: Extract<Begun, { kind: 'member' }>;
  api: MemberApi;
  setLanguage: (language: Language) => void;
  onGone: () => void;
}): JSX.Element {
  const speech = useSpeech();
  const [home, setHome] = useState(begun.home);
  const [path, go] = usePagePath();
  const seenAtRef = useRef<number | null>(null);
  const page = useMemo((): MemberPage => {
    const { port, config } = begun;
    const refreshHome = async (): ReturnType<MemberPage['refreshHome']> => {
      const answer = await api.home();
      if (answer.kind === 'ok') {
        seenAtRef.current = Date.now();
        setHome(answer.value);
        keepLastCard(config, answer.value, Date.now());
      }
      return answer;
    };
    const speak = (language: Language): void => {
      setLanguage(language);
      // HQ words part of the answers: tier, reasons, terms.
      void api.openSession(language).then(async (opened) => {
        if (opened.kind === 'ok') await refreshHome();
      });
    };
    return {
      ...speech,
      api,
      port,
      config,
      home,
      go,
      refreshHome,
      setLanguage: speak,
      leave: onGone,
    };
  }, [speech, api, begun, home, go, setLanguage, onGone]);

  useFreshness(page.refreshHome, seenAtRef);

  const main = useRef<HTMLElement>(null);
  const firstRef = useRef(true);
  useEffect(() => {
    // A screen reader follows to the new page; the first one it reads by itself.
    if (!firstRef.current) main.current?.focus({ preventScroll: true });
    firstRef.current = false;
  }, [path]);

  const Later = path === '/' ? null : laterPages[path];
  return (
    <MemberPageContext.Provider value={page}>
      <main ref={main} class="page" tabIndex={-1} data-page={path}>
        {Later === null ? <CardPage begun={begun} /> : <Later key={path} />}
      </main>
      <TabBar path={path} go={go} vouchers={home.vouchers} />
    </MemberPageContext.Provider>
  );
}

/** Asks anew when the phone comes back to a card seen long ago, and fetches the other pages ahead. */
function useFreshness(
  refresh: MemberPage['refreshHome'],
  seenAtRef: { readonly current: number | null },
): void {
  useEffect(() => {
    const follow = (): void => {
      const isStale = Date.now() - (seenAtRef.current ?? 0) > staleMs;
      if (document.visibilityState === 'visible' && isStale) void refresh();
    };
    document.addEventListener('visibilitychange', follow);
    return () => document.removeEventListener('visibilitychange', follow);
  }, [refresh, seenAtRef]);
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const later of Object.values(laterPages)) later.fetchAhead();
    }, 2_500);
    return () => clearTimeout(timer);
  }, []);
}
