import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCallOut } from '../../../app/contract/counter-calls.ts';
import type { MemberStory } from '../../../app/contract/manager-views.ts';
import type { MemberId } from '../../../app/domain/ids.ts';
import { Tabs } from '../../controls/tabs.tsx';
import { useCounter } from '../../counter-context.tsx';
import { useTakeKeys, type KeysFirst } from '../staff/keys-first.ts';
import type { RunCommand } from '../use-commands.ts';
import type { NoteDrafts } from './note-drafts.ts';
import { tagWords } from './step-remarks.ts';
import { StoryHead } from './story-head.tsx';
import { StoryJourney } from './story-journey.tsx';
import { StoryNotes } from './story-notes.tsx';
import { StoryOverview } from './story-overview.tsx';
import { StorySales } from './story-sales.tsx';
import { StoryTags } from './story-tags.tsx';
import { StoryVouchers } from './story-vouchers.tsx';
import styles from './story.module.css';
import { useRemarks, type Remarks } from './use-remarks.ts';

const tabs = ['overview', 'sales', 'vouchers', 'journey', 'notes'] as const;
type Tab = (typeof tabs)[number];

/** What outlives a member's page, or is asked before the places are. */
export type StoryDesk = { readonly keys: KeysFirst; readonly drafts: NoteDrafts };

type MemberStoryScreenProps = {
  readonly memberId: MemberId;
  readonly today: string;
  readonly desk: StoryDesk;
  /** The tags they have now. */
  readonly onTags: (memberId: MemberId, tags: readonly string[]) => void;
};

/** One member as a whole: who, tags, points by lot, sales, vouchers, what happened, notes. */
export function MemberStoryScreen({ memberId, today, desk, onTags }: MemberStoryScreenProps) {
  const { t } = useTranslation();
  const story = useStory(memberId);
  const section = useRef<HTMLElement>(null);
  const isThere = typeof story === 'object';
  useEffect(() => {
    // The first tab once there is one: arrows walk the tabs, Esc closes.
    const first = section.current?.querySelector<HTMLElement>('[role="tab"]');
    (first ?? section.current)?.focus();
  }, [isThere]);
  return (
    <section
      ref={section}
      className={styles['story']}
      aria-label={t('manager.story.title')}
      tabIndex={-1}
    >
      {isThere ? (
        <StoryParts {...{ story, today, desk, onTags }} />
      ) : (
        <>
          <div className={styles['top']}>
            <h2>{t('manager.story.title')}</h2>
          </div>
          <p className={styles['empty']} role={story === 'loading' ? 'status' : 'alert'}>
            {t(`manager.story.${story}`)}
          </p>
        </>
      )}
    </section>
  );
}

type StoryPartsProps = Omit<MemberStoryScreenProps, 'memberId'> & { readonly story: MemberStory };

function StoryParts({ story, today, desk, onTags }: StoryPartsProps) {
  const { t } = useTranslation();
  const { memberId } = story.member;
  const remarks = useRemarks(story);
  const [tab, setTab] = useState<Tab>('overview');
  const [isTagOpen, setTagOpen] = useState(false);
  const draft = useDraft(memberId, desk.drafts);
  useStoryKeys(desk.keys, {
    remarks,
    isTagOpen,
    onTag: setTagOpen,
    onNote: () => {
      setTab('notes');
      draft.onWanted();
    },
  });
  useTold(remarks, (tags) => onTags(memberId, tags));
  const wordsOf = (name: Tab): string => {
    if (name !== 'notes') return t(`manager.story.tabs.${name}`);
    if (tab !== 'notes' && draft.text.trim() !== '') return t('remarks.tabUnsaved');
    const n = remarks.notes.length;
    return n === 0 ? t('manager.story.tabs.notes') : t('remarks.tabCount', { n });
  };
  return (
    <>
      <div className={styles['top']}>
        <StoryHead story={story} />
      </div>
      <StoryTags remarks={remarks} isOpen={isTagOpen} onOpen={setTagOpen} />
      <Tabs
        label={t('manager.story.title')}
        tabs={tabs.map((name) => ({ name, words: wordsOf(name) }))}
        current={tab}
        onChoose={setTab}
      >
        {tab === 'overview' ? <StoryOverview story={story} today={today} /> : null}
        {tab === 'sales' ? <StorySales memberId={memberId} story={story} /> : null}
        {tab === 'vouchers' ? <StoryVouchers vouchers={story.vouchers} /> : null}
        {tab === 'journey' ? <StoryJourney steps={story.steps} /> : null}
        {tab === 'notes' ? <StoryNotes remarks={remarks} draft={draft} /> : null}
      </Tabs>
    </>
  );
}

/** Tells the tags that stay, whenever they are others than before. */
function useTold(remarks: Remarks, onTags: (tags: readonly string[]) => void): void {
  const words = tagWords(remarks).join('\n');
  const told = useRef(words);
  const tell = useEffectEvent(onTags);
  useEffect(() => {
    if (words === told.current) return;
    told.current = words;
    tell(words === '' ? [] : words.split('\n'));
  }, [words]);
}

/** The note being written: kept beyond the page. */
function useDraft(memberId: MemberId, drafts: NoteDrafts) {
  const [text, setText] = useState(() => drafts.of(memberId));
  const [wanted, setWanted] = useState(0);
  const onText = (next: string): void => {
    drafts.set(memberId, next);
    setText(next);
  };
  return { text, onText, wanted, onWanted: () => setWanted((n) => n + 1) };
}

type StoryKeysParts = {
  readonly remarks: Remarks;
  readonly isTagOpen: boolean;
  readonly onTag: (isOpen: boolean) => void;
  readonly onNote: () => void;
};

/** `#` adds a tag, `+` begins a note, Ctrl+Z puts back what was removed; Esc leaves a field before it leaves the page. */
function useStoryKeys(keys: KeysFirst, parts: StoryKeysParts): void {
  const { remarks, isTagOpen, onTag, onNote } = parts;
  const run: RunCommand = (command) => {
    switch (command.kind) {
      case 'tag':
        onTag(true);
        return true;
      case 'step':
        if (command.by === 1) onNote();
        return command.by === 1;
      case 'undo-last':
        remarks.undo();
        // With nothing left to put back it means nothing here: never the last sale, which nobody sees.
        return true;
      case 'back':
        if (isTagOpen) onTag(false);
        return isTagOpen || leaveNote();
      default:
        return false;
    }
  };
  useTakeKeys(keys, run);
}

/** From the field of a note to the tabs; answers whether it had the focus. */
function leaveNote(): boolean {
  const field = document.activeElement;
  if (!(field instanceof HTMLTextAreaElement)) return false;
  const tab = document.querySelector<HTMLElement>('[data-tab="notes"]');
  if (tab) tab.focus();
  else field.blur();
  return true;
}

type Shown = MemberStory | 'loading' | 'gone' | 'failed';

function useStory(memberId: MemberId): Shown {
  const { call } = useCounter();
  const [shown, setShown] = useState<Shown>('loading');
  useEffect(() => {
    let isLeft = false;
    const show = (answer: CounterCallOut<'manager:story'> | null): void => {
      if (isLeft) return;
      setShown(answer === null ? 'failed' : answer.kind === 'found' ? answer.story : 'gone');
    };
    call('manager:story', { memberId }).then(show, () => show(null));
    return () => {
      isLeft = true;
    };
  }, [call, memberId]);
  return shown;
}
