import { useTranslation } from 'react-i18next';
import { Button, KeyCap } from '../controls/button.tsx';
import styles from './ready-screen.module.css';

/** Keys by what they do, in the order of a sale. */
const rows = [
  ['0 – 9', 'digits'],
  ['⌫', 'backspace'],
  ['Enter / F9', 'confirm'],
  ['Esc', 'back'],
  ['F3', 'find'],
  ['F4', 'members'],
  ['Shift + F4', 'figures'],
  ['F6', 'enrol'],
  ['Shift + F6', 'bindLine'],
  ['F7', 'voucher'],
  ['F2', 'best'],
  ['Alt + 1 – 9', 'voucherNth'],
  ['F8', 'points'],
  ['Shift + F8', 'typePoints'],
  ['F5', 'refund'],
  ['Ctrl + Z', 'undo'],
  ['F10', 'settings'],
  ['F11', 'scanners'],
  ['F1 / ?', 'help'],
] as const;

/** All keys at a glance; any scan or Esc closes it. */
export function KeysOverlay({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <section
      className={`${styles['overlay']} ${styles['keys']}`}
      role="dialog"
      aria-label={t('keys.title')}
    >
      <h2>{t('keys.title')}</h2>
      <dl className={styles['keyList']}>
        {rows.map(([keyName, action]) => (
          <KeyRow key={action} keyName={keyName} words={t(`keys.${action}`)} />
        ))}
      </dl>
      <p>{t('keys.scanAnywhere')}</p>
      <div className={styles['actions']}>
        <Button keyName="Esc" onClick={onClose}>
          {t('common.close')}
        </Button>
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
