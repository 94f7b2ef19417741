import { useEffect, useRef, useState, type Dispatch, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberListRow } from '../../../app/contract/counter-calls.ts';
import { Button } from '../../controls/button.tsx';
import { Icon } from '../../controls/icon.tsx';
import { TextField } from '../../controls/text-field.tsx';
import { useCounter, useLanguage } from '../../counter-context.tsx';
import { formatWhole } from '../../i18n/format.ts';
import { localized } from '../../i18n/localized.ts';
import type { UiAction, UiState } from '../../ui-state.ts';
import type { RunCommand } from '../use-commands.ts';
import { useFoundMembers, type FoundMembers } from '../use-found-members.ts';
import styles from './find-panel.module.css';
import { usePanelKeys, type PanelDesk } from './use-panel-keys.ts';

/** More than this is not a choice but a list: one more digit is quicker. */
const rowsMax = 8;

type FindPanelProps = {
  readonly ui: UiState;
  readonly dispatch: Dispatch<UiAction>;
  readonly desk: PanelDesk;
  readonly onCommand: RunCommand;
};

/** Finding a member without a card. Never picks by itself, not even when only one fits. */
export function FindPanel({ ui, dispatch, desk, onCommand }: FindPanelProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState(0);
  const found = useFoundMembers(ui.findText, rowsMax);
  const rows = found?.rows ?? [];

  useEffect(() => field.current?.focus(), []);
  useEffect(() => setChosen(0), [found]);

  const attach = useAttach(dispatch);
  usePanelKeys(desk, {
    field: () => field.current,
    // Rows of what stood there before are no answer to what stands there now.
    confirm: () => attach(found?.text === ui.findText.trim() ? rows[chosen] : undefined),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, rows.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, 0));
    else if (event.key === 'Enter') onCommand({ kind: 'confirm' });
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles['panel']}>
      <h2 className="visually-hidden">{t('find.title')}</h2>
      <TextField
        inputRef={field}
        label={t('find.label')}
        placeholder={t('find.hint')}
        value={ui.findText}
        onText={(text) => dispatch({ kind: 'find-text', text })}
        onKeyDown={onKeyDown}
        maxLength={64}
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls="found-members"
        aria-activedescendant={rows.length > 0 ? `found-${chosen}` : undefined}
      />
      <ul
        id="found-members"
        role="listbox"
        className={styles['rows']}
        aria-label={t('find.title')}
        data-found-for={found?.text}
      >
        {rows.map((row, index) => (
          <FoundRow
            key={row.memberId}
            row={row}
            id={`found-${index}`}
            chosen={index === chosen}
            onPick={() => void attach(row)}
          />
        ))}
      </ul>
      <FindFooter found={found} onEnrol={() => onCommand({ kind: 'enrol' })} />
    </div>
  );
}

/** Puts a member on the sale and closes the panel. Does not reject. */
function useAttach(
  dispatch: Dispatch<UiAction>,
): (row: MemberListRow | undefined) => Promise<void> {
  const { call } = useCounter();
  return async (row) => {
    if (!row) return;
    try {
      await call('member:attach', { memberId: row.memberId });
      dispatch({ kind: 'close-panel' });
    } catch {
      // The reconnecting sign tells it.
    }
  };
}

type FoundRowProps = {
  readonly row: MemberListRow;
  readonly id: string;
  readonly chosen: boolean;
  readonly onPick: () => void;
};

function FoundRow({ row, id, chosen, onPick }: FoundRowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    // The keyboard's way to it is the arrows in the field above, as in every combobox.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <li
      id={id}
      role="option"
      aria-selected={chosen}
      className={styles['row']}
      data-member={row.memberId}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      <strong>{row.nameMasked}</strong>
      <span className={styles['rowPoints']}>
        {t('common.points', { points: formatWhole(row.points) })}
      </span>
      <span className={styles['rowIds']}>{row.mobileMasked ?? row.cardCode}</span>
      <span className={styles['rowTier']}>
        {row.tierName ? localized(row.tierName, language) : row.tierId}
      </span>
    </li>
  );
}

function FindFooter({ found, onEnrol }: { found: FoundMembers | null; onEnrol: () => void }) {
  const { t } = useTranslation();
  if (found && found.rows.length === 0) {
    return (
      <div className={styles['notFound']} role="status">
        <p>{t('find.notFound', { text: found.text })}</p>
        <Button look="primary" keyName="F6" onClick={onEnrol}>
          {t('find.enrol')}
        </Button>
      </div>
    );
  }
  const tooMany = found !== null && found.total > found.rows.length;
  const total = found ? formatWhole(found.total) + (found.more === true ? '+' : '') : '';
  return (
    <div className={styles['footer']} role="status">
      {tooMany ? (
        <p className={styles['more']}>{t('find.more', { total })}</p>
      ) : (
        <p>{t('find.keys')}</p>
      )}
      <p>
        <Icon name="warn" /> {t('find.weak')}
      </p>
    </div>
  );
}
