import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { Overview } from '../../app/contract/hq-admin.ts';
import { callHq } from './call-hq.ts';
import { ExceptionsPage } from './exceptions-page.tsx';
import { LinePage } from './line-page.tsx';
import { MembersPage } from './members-page.tsx';
import { SalesPage } from './sales-page.tsx';
import { showCount } from './show.ts';
import { SignIn } from './sign-in.tsx';
import { StoresPage } from './stores-page.tsx';
import { usePolled } from './use-polled.ts';
import { LanguageContext, useSay } from './words.ts';
import type { Language } from './words.ts';

const pages = ['stores', 'sales', 'members', 'exceptions', 'line'] as const;
type Page = (typeof pages)[number];

function pageOfAddress(): Page {
  const named = location.hash.slice(1);
  return pages.find((page) => page === named) ?? 'stores';
}

/** The console: who is not signed in is asked to; the rest is five pages under one bar. */
export function ConsoleApp(): ReactNode {
  const [language, setLanguage] = useState<Language>(
    localStorage.getItem('language') === 'en' ? 'en' : 'zh-TW',
  );
  useEffect(() => {
    localStorage.setItem('language', language);
    document.documentElement.lang = language === 'en' ? 'en' : 'zh-Hant-TW';
  }, [language]);
  const toggle = () => setLanguage(language === 'en' ? 'zh-TW' : 'en');
  return (
    <LanguageContext value={language}>
      <House onLanguage={toggle} />
    </LanguageContext>
  );
}

function House({ onLanguage }: { readonly onLanguage: () => void }): ReactNode {
  const say = useSay();
  const overview = usePolled<Overview>('overview', 2_000);
  const [page, setPage] = useState<Page>(pageOfAddress);
  useEffect(() => {
    const follow = () => setPage(pageOfAddress());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  if (overview.trouble === 'signed-out') {
    return <SignIn onDone={overview.reload} onLanguage={onLanguage} />;
  }
  if (overview.value === null) return <p className="quiet pad">{say('loading')}</p>;
  const signOut = async () => {
    await callHq('sign-out', {});
    overview.reload();
  };
  return (
    <>
      <Bar overview={overview.value} page={page} onLanguage={onLanguage} onSignOut={() => void signOut()} />
      <Notes overview={overview.value} isCut={overview.trouble === 'failed'} />
      <main>
        {page === 'stores' && <StoresPage overview={overview.value} onChange={overview.reload} />}
        {page === 'sales' && <SalesPage />}
        {page === 'members' && <MembersPage />}
        {page === 'exceptions' && <ExceptionsPage />}
        {page === 'line' && <LinePage onChange={overview.reload} />}
      </main>
    </>
  );
}

type BarProps = {
  readonly overview: Overview;
  readonly page: Page;
  readonly onLanguage: () => void;
  readonly onSignOut: () => void;
};

function Bar({ overview, page, onLanguage, onSignOut }: BarProps): ReactNode {
  const say = useSay();
  const { memberCount, saleCount, openExceptionCount, line } = overview;
  return (
    <header className="bar">
      <h1>
        {overview.brandName} <span>{say('hq')}</span>
      </h1>
      <nav>
        {pages.map((name) => (
          <a key={name} href={`#${name}`} aria-current={name === page ? 'page' : undefined}>
            {say(`nav.${name}`)}
            {name === 'exceptions' && openExceptionCount > 0 && (
              <b className="badge">{showCount(openExceptionCount)}</b>
            )}
          </a>
        ))}
      </nav>
      <dl className="figures">
        <Figure value={memberCount} name={say('figure.members')} />
        <Figure value={saleCount} name={say('figure.sales')} />
        <Figure value={line.waiting} name={say('figure.line')} />
      </dl>
      <div className="bar-end">
        <button type="button" className="plain" onClick={onLanguage}>
          {say('language.other')}
        </button>
        <button type="button" className="plain" onClick={onSignOut}>
          {say('nav.sign-out')}
        </button>
      </div>
    </header>
  );
}

function Figure({ value, name }: { readonly value: number; readonly name: string }): ReactNode {
  return (
    <div>
      <dd>{showCount(value)}</dd>
      <dt>{name}</dt>
    </div>
  );
}

function Notes({ overview, isCut }: { readonly overview: Overview; readonly isCut: boolean }): ReactNode {
  const say = useSay();
  return (
    <div role="status">
      {isCut && <p className="note deny">{say('note.unreachable')}</p>}
      {overview.line.state === 'unauthorized' && <p className="note deny">{say('note.line-token')}</p>}
      {overview.storeKind === 'pglite' && <p className="note warn">{say('note.pglite')}</p>}
    </div>
  );
}
