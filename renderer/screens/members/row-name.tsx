import { useTranslation } from 'react-i18next';
import styles from './members.module.css';

/** Tags that a row has room for; of the others only the number is said. */
const rowTagsMax = 2;

type RowNameProps = {
  readonly name: string;
  readonly tags: readonly string[] | undefined;
  readonly tabIndex: number;
  readonly onOpen: () => void;
};

/** A member's name in the list; a press on it, or anywhere on the row, opens them. Below it a line of tags. */
export function RowName({ name, tags = [], tabIndex, onOpen }: RowNameProps) {
  const { t } = useTranslation();
  return (
    <>
      <button
        type="button"
        className={styles['open']}
        data-tagged={tags.length > 0 ? '' : undefined}
        tabIndex={tabIndex}
        aria-label={t('manager.openOf', { name })}
        title={[name, ...tags.map((tag) => `#${tag}`)].join('\n')}
        onClick={onOpen}
      >
        {name}
      </button>
      {tags.length === 0 ? null : (
        <span className={styles['rowTags']} data-row-tags={tags.length}>
          {tags.slice(0, rowTagsMax).map((tag) => (
            <span key={tag} className={styles['rowTag']}>
              {tag}
            </span>
          ))}
          {tags.length > rowTagsMax ? (
            <span className={styles['rowTagsMore']}>+{tags.length - rowTagsMax}</span>
          ) : null}
        </span>
      )}
    </>
  );
}
