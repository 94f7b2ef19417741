import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../controls/button.tsx';
import { Tag } from '../../controls/tag.tsx';
import { Removed, RemarkSlot, useKeptFocus } from './remark-slot.tsx';
import styles from './remarks.module.css';
import { mostOf } from './step-remarks.ts';
import { TagField } from './tag-field.tsx';
import { undoMs, type Remarks } from './use-remarks.ts';

type StoryTagsProps = {
  readonly remarks: Remarks;
  /** The field for a new one is open. */
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
};

/** The tags of a member: each goes by one press and can be put back for a while; `#` adds one. */
export function StoryTags({ remarks, isOpen, onOpen }: StoryTagsProps) {
  const { t } = useTranslation();
  const group = useRef<HTMLDivElement>(null);
  const onFocusLost = useKeptFocus(group);
  const { tags, leaving, trouble } = remarks;
  return (
    <div ref={group} className={styles['tags']} role="group" aria-label={t('remarks.tags')}>
      {tags.length === 0 ? null : (
        <ul className={styles['tagList']} data-story-tags="">
          {tags.map(({ remarkId, text }) => {
            const isLeaving = leaving.includes(remarkId);
            return (
              <RemarkSlot
                key={`${remarkId} ${String(isLeaving)}`}
                className={isLeaving ? styles['tagRemoved'] : undefined}
                {...{ remarkId, onFocusLost }}
              >
                {isLeaving ? (
                  <Removed
                    words={t('remarks.tagRemoved', { tag: text })}
                    undoWords={t('remarks.undo')}
                    undoLabel={t('remarks.undoTag', { tag: text })}
                    isLatest={leaving.at(-1) === remarkId}
                    onUndo={() => remarks.undo(remarkId)}
                  />
                ) : (
                  <Tag
                    words={text}
                    removeLabel={t('remarks.removeTag', { tag: text })}
                    onRemove={() => remarks.remove(remarkId)}
                  />
                )}
              </RemarkSlot>
            );
          })}
        </ul>
      )}
      {isOpen ? (
        <TagField remarks={remarks} onClose={() => onOpen(false)} />
      ) : (
        <Button
          size="small"
          keyName="#"
          className={styles['add'] ?? ''}
          data-remark-add=""
          onClick={() => onOpen(true)}
        >
          {t('remarks.addTag')}
        </Button>
      )}
      {trouble.tag === null ? null : (
        <p className={styles['trouble']} role="alert" data-remark-trouble={trouble.tag}>
          {t(`remarks.trouble.${trouble.tag === 'too-many' ? 'too-many-tags' : trouble.tag}`, {
            max: mostOf('tag', trouble.tag),
          })}
        </p>
      )}
      <RemovedStatus remarks={remarks} />
    </div>
  );
}

/** Says to who does not see it what goes in a moment. */
function RemovedStatus({ remarks }: { remarks: Remarks }) {
  const { t } = useTranslation();
  const latest = remarks.leaving.at(-1);
  const isOne = ({ remarkId }: { remarkId: string }): boolean => remarkId === latest;
  const [tag, note] = [remarks.tags.find(isOne), remarks.notes.find(isOne)];
  const words = tag
    ? t('remarks.tagRemoved', { tag: tag.text })
    : note
      ? t('remarks.noteRemoved', { text: note.text.slice(0, 40) })
      : '';
  return (
    <span className="visually-hidden" role="status">
      {words === '' ? '' : `${words} ${t('remarks.undoSoon', { n: undoMs / 1_000 })}`}
    </span>
  );
}
