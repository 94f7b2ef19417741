import { useEffect, useRef, type Dispatch } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { Button } from '../controls/button.tsx';
import { useCounter } from '../counter-context.tsx';
import type { RunCommand } from '../screens/use-commands.ts';
import type { UiAction } from '../ui-state.ts';
import { CashierCardPanel } from './cashier-card.tsx';
import styles from './help.module.css';
import type { HelpCase, HelpState } from './help-topics.ts';
import { helpWords } from './help-words.ts';
import { NoticeIndex } from './notice-index.tsx';
import { RichText } from './rich-text.tsx';
import { SyncIndex } from './sync-index.tsx';

type HelpArticleProps = {
  readonly view: ReadyView;
  readonly help: HelpState;
  readonly dispatch: Dispatch<UiAction>;
  readonly onCommand: RunCommand;
};

/** One topic to read. */
export function HelpArticle({ view, help, dispatch, onCommand }: HelpArticleProps) {
  const { t } = useTranslation();
  const article = useRef<HTMLElement>(null);
  const topic = helpWords[view.language][help.topic];
  useEffect(() => {
    // A red notice on the screen has been looked up: its line is in sight already.
    if (article.current?.querySelector('[data-asked]') === null) article.current.scrollTop = 0;
  }, [help.topic]);
  return (
    <div className={styles['main']}>
      <header className={styles['head']}>
        <h2>{topic.title}</h2>
        <Button
          size="small"
          keyName="Esc"
          onClick={() => dispatch({ kind: 'show-help', help: null })}
        >
          {t('common.close')}
        </Button>
      </header>
      <article
        ref={article}
        className={styles['article']}
        aria-label={topic.title}
        data-help-article=""
        tabIndex={0}
      >
        <p className={styles['lead']}>
          <RichText text={topic.lead} />
        </p>
        <Steps steps={topic.steps} />
        <Cases cases={topic.cases} />
        <Notes notes={topic.notes} />
        {help.topic === 'offline' ? <SyncIndex sync={view.sync} /> : null}
        {help.topic === 'codes' ? <NoticeIndex view={view} find={help.find} /> : null}
        {help.topic === 'card' ? <CashierCardPanel view={view} /> : null}
      </article>
      <HelpFoot view={view} help={help} dispatch={dispatch} onCommand={onCommand} />
    </div>
  );
}

function Steps({ steps }: { steps: readonly string[] }) {
  const { t } = useTranslation();
  if (steps.length === 0) return null;
  return (
    <>
      <h3>{t('help.steps')}</h3>
      <ol className={styles['steps']}>
        {steps.map((step) => (
          <li key={step}>
            <span>
              <RichText text={step} />
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Cases({ cases }: { cases: readonly HelpCase[] }) {
  const { t } = useTranslation();
  if (cases.length === 0) return null;
  return (
    <>
      <h3>{t('help.cases')}</h3>
      <ul className={styles['cases']}>
        {cases.map(({ see, means, act }) => (
          <li key={see}>
            <strong>
              <RichText text={see} />
            </strong>
            <dl>
              <dt>{t('help.means')}</dt>
              <dd>
                <RichText text={means} />
              </dd>
              <dt>{t('help.act')}</dt>
              <dd>
                <RichText text={act} />
              </dd>
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className={styles['notes']}>
      {notes.map((note) => (
        <li key={note}>
          <RichText text={note} />
        </li>
      ))}
    </ul>
  );
}

/** Where the help leads on to. */
function HelpFoot({ view, help, dispatch, onCommand }: HelpArticleProps) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const showGuide = (): void => {
    const { guide } = view;
    call('settings:set-guide', {
      shown: true,
      scanTried: guide?.scanTried ?? false,
      cardPrinted: guide?.cardPrinted ?? false,
    }).catch(() => undefined);
    dispatch({ kind: 'go', place: 'counter' });
  };
  return (
    <footer className={styles['foot']}>
      <Button size="small" keyName="?" onClick={() => onCommand({ kind: 'keys' })}>
        {t('help.allKeys')}
      </Button>
      {help.topic === 'card' ? null : (
        <Button
          size="small"
          data-to-card=""
          onClick={() => dispatch({ kind: 'show-help', help: { topic: 'card', find: '' } })}
        >
          {t('help.guide.card')}
        </Button>
      )}
      {help.topic === 'scanners' || help.topic === 'scanning' ? (
        <Button size="small" keyName="F11" onClick={() => onCommand({ kind: 'scanners' })}>
          {t('help.toSheet')}
        </Button>
      ) : null}
      {view.guide?.shown === true ? null : (
        <Button size="small" data-show-guide="" onClick={showGuide}>
          {t('help.showGuide')}
        </Button>
      )}
    </footer>
  );
}
