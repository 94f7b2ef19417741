import type { OverviewAnswer } from '../../../app/contract/hq-admin.ts';
import { Button } from '../controls/button.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatWhole } from '../i18n/time-words.ts';
import css from './header.module.css';
import { tabs } from './use-tab.ts';
import type { Tab } from './use-tab.ts';

/** Whose HQ this is, the tabs, language and signing out. */
export function Header(props: {
  readonly overview: OverviewAnswer | null;
  readonly tab: Tab;
  readonly onSignOut: () => void;
}) {
  const { t, language, switchLanguage } = useLanguage();
  const openExceptions = props.overview?.counts.openExceptions ?? 0;
  return (
    <header className={css['header']}>
      <div className={css['inner']}>
        <h1 className={css['brand']}>
          {props.overview?.brandName}
          <span className={css['role']}>{t.common.hq}</span>
        </h1>
        <nav aria-label={t.header.tabs}>
          <ul className={css['tabs']}>
            {tabs.map((tab) => (
              <li key={tab}>
                <a
                  className={css['tab']}
                  href={`#${tab}`}
                  aria-current={tab === props.tab ? 'page' : undefined}
                >
                  {t.header[tab]}
                  {tab === 'exceptions' && openExceptions > 0 && (
                    <span className={css['count']}>
                      <span aria-hidden="true">{formatWhole(openExceptions)}</span>
                      <span className="visually-hidden">
                        {t.header.openCount(formatWhole(openExceptions))}
                      </span>
                    </span>
                  )}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className={css['tools']}>
          <Button
            look="quiet"
            lang={language === 'en' ? 'zh-Hant-TW' : 'en'}
            onClick={switchLanguage}
          >
            {t.header.language}
          </Button>
          <Button look="quiet" onClick={props.onSignOut}>
            {t.header.signOut}
          </Button>
        </div>
      </div>
    </header>
  );
}
