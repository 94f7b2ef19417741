import {
  useEffect,
  useMemo,
  useRef,
  type Dispatch,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { Icon } from '../controls/icon.tsx';
import { TextField } from '../controls/text-field.tsx';
import type { RunCommand } from '../screens/use-commands.ts';
import type { UiAction } from '../ui-state.ts';
import { findTopics, moveTopic, typeFind } from './find-topics.ts';
import styles from './help.module.css';
import { HelpArticle } from './help-article.tsx';
import type { HelpState, HelpTopicId } from './help-topics.ts';
import { helpWords } from './help-words.ts';
import { listNotices, withoutValues } from './notice-list.ts';

type HelpSheetProps = {
  readonly view: ReadyView;
  readonly help: HelpState;
  readonly dispatch: Dispatch<UiAction>;
  readonly onCommand: RunCommand;
};

/**
 * The help beside the place where the person is: nothing below it is left or lost. Words find topics,
 * arrows choose, Enter goes into the topic to read, Esc closes. A scan closes it and does its work.
 */
export function HelpSheet({ view, help, dispatch, onCommand }: HelpSheetProps) {
  const { t } = useTranslation();
  const sheet = useRef<HTMLElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useFocusBack(field);
  const find = useTopicFinder(view);
  const listed = find(help.find);
  const show = (next: HelpState): void => dispatch({ kind: 'show-help', help: next });
  const article = (): HTMLElement | null =>
    sheet.current?.querySelector<HTMLElement>('[data-help-article]') ?? null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') show(moveTopic(help, 1, listed));
    else if (event.key === 'ArrowUp') show(moveTopic(help, -1, listed));
    else if (event.key === 'Enter') article()?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <section
      ref={sheet}
      className={styles['sheet']}
      aria-label={t('help.title')}
      data-help={help.topic}
    >
      <div className={styles['side']}>
        <TextField
          inputRef={field}
          name="helpFind"
          label={t('help.search')}
          placeholder={t('help.searchHint')}
          value={help.find}
          onText={(text) => show(typeFind(help, text, find(text)))}
          onKeyDown={onKeyDown}
          maxLength={40}
          role="combobox"
          aria-expanded={listed.length > 0}
          aria-controls="help-topics"
          aria-activedescendant={listed.includes(help.topic) ? `help-${help.topic}` : undefined}
        />
        <TopicList
          listed={listed}
          help={help}
          view={view}
          onPick={(topic) => show({ ...help, topic })}
        />
        <p className={styles['moves']}>{t('help.moves')}</p>
      </div>
      <HelpArticle view={view} help={help} dispatch={dispatch} onCommand={onCommand} />
    </section>
  );
}

type TopicListProps = {
  readonly listed: readonly HelpTopicId[];
  readonly help: HelpState;
  readonly view: ReadyView;
  readonly onPick: (topic: HelpTopicId) => void;
};

function TopicList({ listed, help, view, onPick }: TopicListProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [help.topic]);
  if (listed.length === 0) {
    return (
      <p className={styles['none']} role="status">
        {t('help.none', { find: help.find })}
      </p>
    );
  }
  return (
    <ul
      ref={list}
      id="help-topics"
      role="listbox"
      className={styles['topics']}
      aria-label={t('help.topics')}
      // It scrolls: without a mouse too.
      tabIndex={0}
    >
      {listed.map((id) => (
        // The keyboard's way to it is the arrows in the field above, as in every combobox.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <li
          key={id}
          id={`help-${id}`}
          role="option"
          aria-selected={id === help.topic}
          className={styles['topic']}
          data-topic={id}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(id)}
        >
          {helpWords[view.language][id].title}
          {id === help.topic ? <Icon name="online" size="1rem" /> : null}
        </li>
      ))}
    </ul>
  );
}

/** Finds topics by words of the language shown, those of the listed notices and sync states too. */
export function useTopicFinder({
  language,
}: Pick<ReadyView, 'language'>): (find: string) => readonly HelpTopicId[] {
  const { t } = useTranslation();
  const more = useMemo(
    () => ({
      codes: listNotices()
        .map(({ code }) => withoutValues(t(`notice.${code}`, { skipInterpolation: true })))
        .join('\n'),
      offline: Object.values(t('sync.reason', { returnObjects: true })).join('\n'),
    }),
    [t],
  );
  return (find) => findTopics(language, find, more);
}

/** The focus goes into the field, and afterwards back to where it was. */
function useFocusBack(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    field.current?.focus({ preventScroll: true });
    return () => {
      const stays = before instanceof HTMLElement && before.isConnected && before !== document.body;
      if (stays) before.focus({ preventScroll: true });
      else document.querySelector<HTMLElement>('[data-focus-sink]')?.focus({ preventScroll: true });
    };
  }, [field]);
}
