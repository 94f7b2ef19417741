import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../controls/button.tsx';
import { formatWhole } from '../../i18n/format.ts';
import styles from './remarks.module.css';
import { tagWords } from './step-remarks.ts';
import { suggestTags, tagOf, type KnownTag } from './tag-words.ts';
import { useKnownTags } from './use-known-tags.ts';
import type { Remarks } from './use-remarks.ts';

type TagFieldProps = { readonly remarks: Remarks; readonly onClose: () => void };

/** A new tag: typed, or chosen among those in use. Stays open for the next one; Esc, or Enter on nothing, closes it. */
export function TagField({ remarks, onClose }: TagFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  /** −1 = what is typed. */
  const [chosen, setChosen] = useState(-1);
  const known = useKnownTags(remarks.tags);
  // A refusal stands where they would.
  const found = remarks.trouble.tag === null ? suggestTags(known, tagWords(remarks), typed) : [];
  useEffect(() => field.current?.focus(), []);

  const change = (text: string): void => {
    setTyped(text);
    setChosen(-1);
    remarks.forgetTrouble('tag');
  };
  const add = async (text: string): Promise<void> => {
    if (text === '') return onClose();
    if (await remarks.add('tag', text)) setTyped((now) => (now === typed ? '' : now));
    setChosen(-1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const places = found.length + 1;
    if (event.key === 'ArrowDown') setChosen(((chosen + 2) % places) - 1);
    else if (event.key === 'ArrowUp') setChosen(((chosen + 1 + found.length) % places) - 1);
    else if (event.key === 'Enter') void add(found[chosen]?.text ?? tagOf(typed));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles['tagField']}>
      <input
        ref={field}
        id={`${id}-field`}
        name="tag"
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        className={styles['tagInput']}
        aria-label={t('remarks.newTag')}
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
        aria-invalid={remarks.trouble.tag === null ? undefined : true}
        placeholder={t('remarks.tagHolder')}
        value={typed}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <KnownTags id={id} found={found} chosen={chosen} onPick={(text) => void add(text)} />
      <Button
        size="small"
        look="primary"
        keyName="Enter"
        disabled={remarks.saving !== null}
        onClick={() => void add(found[chosen]?.text ?? tagOf(typed))}
      >
        {t('remarks.saveTag')}
      </Button>
      <Button size="small" keyName="Esc" onClick={onClose}>
        {t('common.close')}
      </Button>
    </div>
  );
}

type KnownTagsProps = {
  readonly id: string;
  readonly found: readonly KnownTag[];
  readonly chosen: number;
  readonly onPick: (text: string) => void;
};

function KnownTags({ id, found, chosen, onPick }: KnownTagsProps) {
  const { t } = useTranslation();
  return (
    <ul
      id={`${id}-list`}
      role="listbox"
      className={styles['known']}
      hidden={found.length === 0}
      aria-label={t('remarks.known')}
    >
      {found.map(({ text, members }, index) => (
        // The keyboard's way to it is the arrows in the field above, as in every combobox.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <li
          key={text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          data-known-tag={text}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(text)}
        >
          <span>{text}</span>
          <small>{t('remarks.usedBy', { n: formatWhole(members) })}</small>
        </li>
      ))}
    </ul>
  );
}
