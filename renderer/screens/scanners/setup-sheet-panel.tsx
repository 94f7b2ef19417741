import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Button } from '../../controls/button.tsx';
import { drawCodes, type DrawnCode } from './draw-code.ts';
import styles from './scanners.module.css';
import { SetupSheet } from './setup-sheet.tsx';
import sheetStyles from './setup-sheet.module.css';
import { sheetTests } from './sheet-codes.ts';

/** Drawn codes in the order of the sheet. */
export type DrawnSheet = readonly DrawnCode[];

/** The sheet to look at, and a second one beside the screen that only a printer sees. */
export function SetupSheetPanel({ appVersion }: { appVersion: string }) {
  const { t } = useTranslation();
  const drawn = useDrawnSheet();
  if (drawn === 'failed') {
    return (
      <p className={styles['trouble']} role="alert">
        {t('common.failed')}
      </p>
    );
  }
  if (drawn === null) return <p className={styles['empty']}>{t('members.loading')}</p>;
  const sheet = <SetupSheet drawn={drawn} appVersion={appVersion} />;
  return (
    <div className={styles['sheet']}>
      <div className={styles['below']}>
        <span className={styles['quiet']}>{t('scanners.sheet.lead')}</span>
        <Button look="primary" size="small" data-print="" onClick={() => window.print()}>
          {t('scanners.sheet.print')}
        </Button>
      </div>
      <div
        className={styles['paper']}
        tabIndex={0}
        role="group"
        aria-label={t('scanners.sheet.title')}
      >
        {sheet}
      </div>
      {createPortal(
        <div className={sheetStyles['printOnly']} aria-hidden="true">
          {sheet}
        </div>,
        document.body,
      )}
    </div>
  );
}

function useDrawnSheet(): DrawnSheet | 'failed' | null {
  const [drawn, setDrawn] = useState<DrawnSheet | 'failed' | null>(null);
  useEffect(() => {
    let gone = false;
    drawCodes(sheetTests).then(
      (codes) => {
        if (!gone) setDrawn(codes);
      },
      () => {
        if (!gone) setDrawn('failed');
      },
    );
    return () => {
      gone = true;
    };
  }, []);
  return drawn;
}
