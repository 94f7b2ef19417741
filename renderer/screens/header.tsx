import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import type { DeviceView, SyncView } from '../../app/contract/house-views.ts';
import { formatClock } from '../../app/domain/time.ts';
import { appearanceOf } from '../appearance.ts';
import { Chip } from '../controls/chip.tsx';
import { formatLongDay } from '../i18n/format.ts';
import { DeskSigns } from './desk-signs.tsx';
import styles from './ready-screen.module.css';
import { StaffChip } from './staff/staff-chip.tsx';
import { ShiftChip } from './shift/shift-chip.tsx';
import { clockTrouble, spanOf, spanWords, syncChipWords, syncLook } from './sync-words.ts';
import type { RunCommand } from './use-commands.ts';

type HeaderProps = {
  readonly view: ReadyView;
  readonly syncOpen: boolean;
  readonly onSync: () => void;
  readonly onCommand: RunCommand;
};

/** Store and counter; a shop of its own bears one name only, and a bare number needs its word. */
function counterWords(t: TFunction, view: ReadyView): string {
  const { store, counterLabel } = view;
  const label = /^\d+$/.test(counterLabel)
    ? t('header.counter', { label: counterLabel })
    : counterLabel;
  // Chains name their stores after the brand: saying it twice helps nobody.
  const storeName = store?.name.startsWith(view.brandName)
    ? store.name.slice(view.brandName.length).trim()
    : store?.name;
  return [storeName, label].filter(Boolean).join(' · ');
}

/** Whose counter this is, the time, and whether everything it needs is well. */
export function Header({ view, syncOpen, onSync, onCommand }: HeaderProps) {
  const { t } = useTranslation();
  return (
    <header className={styles['header']}>
      <h1 className={styles['shop']}>
        <span className={styles['brand']} title={view.brandName}>
          {view.brandName}
        </span>
        <span className={styles['counterLabel']} title={counterWords(t, view)}>
          {counterWords(t, view)}
        </span>
      </h1>
      <div className={styles['chips']}>
        <ClockChip view={view} />
        {view.keyProtection === 'file' ? (
          <Chip look="warn" icon="key">
            {t('header.keyFile')}
          </Chip>
        ) : null}
        {view.tape.state === 'failing' ? (
          <Chip look="warn" icon="warn">
            {t('tape.chip')}
          </Chip>
        ) : null}
        {appearanceOf(view).sound ? null : (
          <Chip look="quiet" icon="mute">
            {t('appearance.muted')}
          </Chip>
        )}
        <StaffChip view={view} onCommand={onCommand} />
        <DeskSigns view={view} onCommand={onCommand} />
        <ShiftChip view={view} onCommand={onCommand} />
        <ScannerChip devices={view.devices} />
        <button
          type="button"
          className={styles['syncButton']}
          data-sync-state={view.sync.state}
          aria-expanded={syncOpen}
          onClick={onSync}
        >
          <Chip {...syncLook(view.sync)}>{syncChipWords(t, view.sync)}</Chip>
        </button>
      </div>
      <Clock language={view.language} />
    </header>
  );
}

function ClockChip({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const words = clockWords(t, view.sync);
  return words === null ? null : (
    <Chip look="warn" icon="clock">
      {words}
    </Chip>
  );
}

/** HQ's word on the clock first: it says which way it is wrong. */
function clockWords(t: TFunction, { clockOffsetMs, clockBehindMs = null }: SyncView) {
  const trouble = clockTrouble(clockOffsetMs);
  if (trouble !== null) {
    const key = trouble.fast ? 'header.clockWrongAhead' : 'header.clockWrongBehind';
    return t(key, { span: spanWords(t, trouble.span) });
  }
  if (clockBehindMs === null) return null;
  return t('header.clockBehind', { span: spanWords(t, spanOf(clockBehindMs)) });
}

function ScannerChip({ devices }: { devices: readonly DeviceView[] }) {
  const { t } = useTranslation();
  const scanners = devices.filter((device) => device.intake !== 'wedge');
  const troubled = scanners.filter((device) => device.health === 'missing').length;
  if (scanners.length === 0) {
    return (
      <Chip look="quiet" icon="scan">
        <span className={styles['wellWord']}>{t('header.scannersNone')}</span>
      </Chip>
    );
  }
  return troubled === 0 ? (
    <Chip look="quiet" icon="scan">
      <span className={styles['wellWord']}>{t('header.scannersOk')}</span>
    </Chip>
  ) : (
    <Chip look="warn" icon="scan">
      {t('header.scannersTrouble', { n: troubled })}
    </Chip>
  );
}

function Clock({ language }: { language: ReadyView['language'] }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time className={styles['clock']} dateTime={new Date(nowMs).toISOString()}>
      <span className={styles['day']}>{formatLongDay(nowMs, language)} </span>
      <strong>{formatClock(nowMs)}</strong>
    </time>
  );
}
