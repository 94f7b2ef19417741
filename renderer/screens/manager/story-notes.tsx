import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { noteLengthMax, type Remark } from '../../../app/contract/remarks.ts';
import { Button, KeyCap } from '../../controls/button.tsx';
import { TextArea } from '../../controls/text-area.tsx';
import { useDates } from '../../i18n/use-dates.ts';
import { Removed, RemarkSlot, useKeptFocus } from './remark-slot.tsx';
import styles from './remarks.module.css';
import { mostOf } from './step-remarks.ts';
import type { Remarks } from './use-remarks.ts';

/** From so few characters left on they are counted. */
const countFrom = 100;

export type NoteDraft = {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** How often somebody wanted to write. */
  readonly wanted: number;
};

type StoryNotesProps = { readonly remarks: Remarks; readonly draft: NoteDraft };

/** What the shop wrote about a member, newest first, and beside it the next note. */
export function StoryNotes({ remarks, draft }: StoryNotesProps) {
  const group = useRef<HTMLDivElement>(null);
  const onFocusLost = useKeptFocus(group);
  return (
    <div ref={group} className={styles['notes']}>
      <NoteForm remarks={remarks} draft={draft} />
      <NoteList remarks={remarks} onFocusLost={onFocusLost} />
    </div>
  );
}

function NoteForm({ remarks, draft }: StoryNotesProps) {
  const { t } = useTranslation();
  const area = useRef<HTMLTextAreaElement>(null);
  const { wanted } = draft;
  useEffect(() => {
    if (wanted > 0) area.current?.focus();
  }, [wanted]);
  const newest = useRef(draft.text);
  useEffect(() => {
    newest.current = draft.text;
  }, [draft.text]);
  const text = draft.text.trim();
  const left = noteLengthMax - text.length;
  const trouble = remarks.trouble.note;
  const isSaving = remarks.saving === 'note';
  const save = (): void => {
    if (text === '') return area.current?.focus();
    const sent = draft.text;
    void remarks.add('note', text).then((isStored) => {
      // What was typed on meanwhile stays.
      if (isStored && newest.current === sent) draft.onText('');
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !event.ctrlKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    save();
  };
  return (
    <div className={styles['noteForm']} data-note-form="">
      <TextArea
        areaRef={area}
        name="note"
        data-remark-add=""
        label={t('remarks.newNote')}
        hint={<NoteCount left={left} />}
        placeholder={t('remarks.noteHolder')}
        error={
          trouble === null
            ? null
            : t(`remarks.trouble.${trouble === 'too-many' ? 'too-many-notes' : trouble}`, {
                max: mostOf('note', trouble),
              })
        }
        value={draft.text}
        onText={(next) => {
          draft.onText(next);
          remarks.forgetTrouble('note');
        }}
        onKeyDown={onKeyDown}
      />
      <div className={styles['noteFoot']}>
        <p>{t('remarks.noteCare')}</p>
        <Button
          size="small"
          look="primary"
          keyName="Ctrl Enter"
          disabled={isSaving || text === ''}
          data-note-save=""
          onClick={save}
        >
          {t(isSaving ? 'remarks.saving' : 'remarks.saveNote')}
        </Button>
      </div>
    </div>
  );
}

/** The key that leads here, while there is room enough. */
function NoteCount({ left }: { left: number }) {
  const { t } = useTranslation();
  if (left > countFrom) return <KeyCap name="+" />;
  return (
    <span className={left < 0 ? styles['over'] : undefined} data-note-left={left}>
      {left < 0 ? t('remarks.over', { n: -left }) : t('remarks.left', { n: left })}
    </span>
  );
}

type NoteListProps = Pick<StoryNotesProps, 'remarks'> & {
  readonly onFocusLost: (remarkId: Remark['remarkId']) => void;
};

function NoteList({ remarks, onFocusLost }: NoteListProps) {
  const { t } = useTranslation();
  const { notes, leaving } = remarks;
  if (notes.length === 0) {
    return (
      <div className={styles['noNotes']}>
        <p>{t('remarks.noNotes')}</p>
        <p>{t('remarks.noNotesHint')}</p>
      </div>
    );
  }
  return (
    <div
      className={styles['noteScroll']}
      tabIndex={0}
      role="group"
      aria-label={t('manager.story.tabs.notes')}
    >
      <ol className={styles['noteList']} data-story-notes="">
        {notes.map((note) => {
          const { remarkId, text } = note;
          const isLeaving = leaving.includes(remarkId);
          return (
            <RemarkSlot
              key={`${remarkId} ${String(isLeaving)}`}
              className={isLeaving ? styles['noteRemoved'] : styles['noteItem']}
              {...{ remarkId, onFocusLost }}
            >
              {isLeaving ? (
                <Removed
                  words={t('remarks.noteRemoved', { text })}
                  undoWords={t('remarks.undo')}
                  isLatest={leaving.at(-1) === remarkId}
                  onUndo={() => remarks.undo(remarkId)}
                />
              ) : (
                <Note note={note} onRemove={() => remarks.remove(remarkId)} />
              )}
            </RemarkSlot>
          );
        })}
      </ol>
    </div>
  );
}

function Note({ note, onRemove }: { note: Remark; onRemove: () => void }) {
  const { t } = useTranslation();
  const dates = useDates();
  const when = dates.instant(note.atMs);
  return (
    <>
      <p className={styles['noteText']}>{note.text}</p>
      <p className={styles['noteMeta']}>
        <time>{when}</time>
        {` · ${note.by?.name ?? t('remarks.nobody')} · ${note.storeName ?? t('manager.story.here')}`}
      </p>
      <Button size="small" aria-label={t('remarks.removeNoteOf', { when })} onClick={onRemove}>
        {t('remarks.removeNote')}
      </Button>
    </>
  );
}
