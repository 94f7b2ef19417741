import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { Chip } from '../controls/chip.tsx';
import { formatWhole } from '../i18n/format.ts';
import styles from './ready-screen.module.css';
import type { RunCommand } from './use-commands.ts';

type DeskSignsProps = { readonly view: ReadyView; readonly onCommand: RunCommand };

/** More than this is many; how many tells nobody more. */
const countMax = 99;

/** Quiet signs in the header, there only while there is something: sales set aside, things to look at. */
export function DeskSigns({ view, onCommand }: DeskSignsProps) {
  const { t } = useTranslation();
  const parked = view.parked?.length ?? 0;
  const unseen = view.inboxUnseen ?? 0;
  const count = unseen > countMax ? `${countMax}+` : formatWhole(unseen);
  return (
    <>
      {parked === 0 ? null : (
        <button
          type="button"
          className={styles['syncButton']}
          data-parked-count={parked}
          onClick={() => onCommand({ kind: 'parked' })}
        >
          <Chip look="accent" icon="clock">
            {`${t('parked.chip', { n: formatWhole(parked) })} · Shift+F9`}
          </Chip>
        </button>
      )}
      {unseen === 0 ? null : (
        <button
          type="button"
          className={styles['syncButton']}
          data-inbox-count={unseen}
          onClick={() => onCommand({ kind: 'inbox' })}
        >
          <Chip look="warn" icon="returned">
            {`${t('inbox.chip', { n: count })} · Shift+F3`}
          </Chip>
        </button>
      )}
    </>
  );
}
