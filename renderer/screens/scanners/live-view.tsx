import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { DeviceView } from '../../../app/contract/house-views.ts';
import type { SeenScan } from '../../../app/contract/scan-log.ts';
import { Button } from '../../controls/button.tsx';
import { useCounter } from '../../counter-context.tsx';
import { SaveScans } from './save-scans.tsx';
import { ScanDetail } from './scan-detail.tsx';
import { clockMs, kindWords, readablePieces } from './scan-words.ts';
import styles from './scanners.module.css';

/** What arrived, newest first; the newest, or the chosen one, with every byte. */
export function LiveView({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [chosenNo, setChosenNo] = useState<number | null>(null);
  const seen = view.scanPage?.seen ?? [];
  const shown = seen.find(({ no }) => no === chosenNo) ?? seen[0];
  if (shown === undefined) return <p className={styles['empty']}>{t('scanners.live.empty')}</p>;
  return (
    <div className={styles['live']}>
      <ScanDetail scan={shown} device={deviceName(t('scanners.keyboard'), shown, view.devices)} />
      <ol className={styles['seen']} aria-label={t('scanners.live.region')}>
        {seen.map((scan) => (
          <li key={scan.no}>
            <button
              type="button"
              className={styles['row']}
              aria-current={scan.no === shown.no}
              data-kind={scan.kind}
              data-tested={scan.tested}
              onClick={() => setChosenNo(scan.no === seen[0]?.no ? null : scan.no)}
            >
              <time>{clockMs(scan.atMs)}</time>
              <span>{deviceName(t('scanners.keyboard'), scan, view.devices)}</span>
              <strong>{kindWords(t, scan.kind)}</strong>
              <span className={styles['content']}>
                {readablePieces(scan.text).map(({ words, control }, index) =>
                  control ? (
                    <b key={index} data-control="">
                      {words}
                    </b>
                  ) : (
                    words
                  ),
                )}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <div className={styles['below']}>
        <span className={styles['quiet']}>{t('scanners.live.masked')}</span>
        <span className={styles['buttons']}>
          <Button
            size="small"
            onClick={() => void call('scanner:clear', {}).catch(() => undefined)}
          >
            {t('scanners.live.clear')}
          </Button>
          <SaveScans count={seen.length} />
        </span>
      </div>
    </div>
  );
}

function deviceName(
  keyboard: string,
  { deviceId, intake, replayed }: SeenScan,
  devices: readonly DeviceView[],
): string {
  if (replayed !== null) return replayed;
  if (intake === 'wedge') return keyboard;
  return devices.find((device) => device.deviceId === deviceId)?.name ?? '—';
}
