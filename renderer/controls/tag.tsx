import { Icon } from './icon.tsx';
import styles from './controls.module.css';

type TagProps = {
  readonly words: string;
  /** Left out: it cannot be removed here. */
  readonly onRemove?: () => void;
  /** What the cross does, for who does not see it. */
  readonly removeLabel?: string;
};

/** A word that people gave to something; its cross is as large as any button. */
export function Tag({ words, onRemove, removeLabel }: TagProps) {
  return (
    <span className={styles['tag']} title={words}>
      <span className={styles['tagWords']}>{words}</span>
      {onRemove ? (
        <button
          type="button"
          className={styles['tagRemove']}
          aria-label={removeLabel}
          onClick={onRemove}
        >
          <Icon name="close" size="1rem" />
        </button>
      ) : null}
    </span>
  );
}
