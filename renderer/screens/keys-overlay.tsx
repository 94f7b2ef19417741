import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Button, KeyCap } from '../controls/button.tsx';
import styles from './ready-screen.module.css';

/** Keys by what they do, in the order of a sale. */
const groups = [
  [
    'sale',
    [
      ['0 – 9', 'digits'],
      ['⌫', 'backspace'],
      ['Enter / F9', 'confirm'],
      ['Esc', 'back'],
      ['F7', 'voucher'],
      ['Alt + 1 – 9', 'voucherNth'],
      ['F2', 'best'],
      ['F8', 'points'],
      ['Shift + F8', 'typePoints'],
      ['Shift + F9', 'parked'],
    ],
  ],
  [
    'member',
    [
      ['F3', 'find'],
      ['F6', 'enrol'],
      ['Shift + F6', 'bindLine'],
      ['F4', 'members'],
    ],
  ],
  [
    'after',
    [
      ['Ctrl + Z', 'undo'],
      ['F5', 'refund'],
    ],
  ],
  [
    'house',
    [
      ['F12', 'lock'],
      ['Shift + F12', 'shift'],
      ['Shift + F3', 'inbox'],
      ['Shift + F4', 'figures'],
      ['F10', 'settings'],
      ['F11', 'scanners'],
      ['Shift + F11', 'training'],
      ['Shift + F10', 'endTraining'],
      ['F1', 'helpHere'],
      ['?', 'help'],
    ],
  ],
] as const;

type Action = (typeof groups)[number][1][number][1];

function keyWords(t: TFunction, action: Action): string {
  if (action === 'helpHere') return t('help.keys.help');
  return action === 'lock' ? t('help.keys.lock') : t(`keys.${action}`);
}

/** All keys at a glance; any scan or Esc closes it. */
export function KeysOverlay({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <section
      className={`${styles['overlay']} ${styles['keys']}`}
      role="dialog"
      aria-label={t('keys.title')}
    >
      <header className={styles['keysHead']}>
        <h2>{t('keys.title')}</h2>
        <p>{t('keys.scanAnywhere')}</p>
        <Button size="small" keyName="Esc" onClick={onClose}>
          {t('common.close')}
        </Button>
      </header>
      <div className={styles['keyList']}>
        {groups.map(([group, rows]) => (
          <section key={group} className={styles['keyGroup']}>
            <h3>{t(`help.keyGroups.${group}`)}</h3>
            <dl>
              {rows.map(([keyName, action]) => (
                <KeyRow key={action} keyName={keyName} words={keyWords(t, action)} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </section>
  );
}

function KeyRow({ keyName, words }: { keyName: string; words: string }) {
  return (
    <div>
      <dt>
        <KeyCap name={keyName} />
      </dt>
      <dd>{words}</dd>
    </div>
  );
}
