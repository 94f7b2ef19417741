import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceView } from '../../../app/contract/house-views.ts';
import type { ScanPage } from '../../../app/contract/scan-log.ts';
import { Button } from '../../controls/button.tsx';
import { Chip, type ChipLook } from '../../controls/chip.tsx';
import { TextField } from '../../controls/text-field.tsx';
import { useCounter } from '../../counter-context.tsx';
import { clockMs } from './scan-words.ts';
import styles from './scanners.module.css';

/** The id the counter gives to what is typed. */
const keyboardId = '00000000-0000-7000-8000-000000000001';

const healthLooks: Readonly<Record<DeviceView['health'], ChipLook>> = {
  open: 'ok',
  connecting: 'accent',
  missing: 'warn',
};

type ScannerListProps = {
  readonly devices: readonly DeviceView[];
  /** Null where nobody watches: then nothing is said of it. */
  readonly lastScans: ScanPage['lastScans'] | null;
};

/** Every scanner with its light; the keyboard needs none, it is always there. */
export function ScannerList({ devices, lastScans }: ScannerListProps) {
  const { t } = useTranslation();
  const lastOf = (isIt: (deviceId: string) => boolean): number | null | undefined =>
    lastScans === null
      ? undefined
      : (lastScans.find(({ deviceId }) => isIt(deviceId))?.atMs ?? null);
  return (
    <ul className={styles['devices']}>
      {devices.map((device) => (
        <Scanner
          key={device.deviceId}
          device={device}
          lastMs={lastOf((deviceId) => deviceId === device.deviceId)}
        />
      ))}
      <li className={styles['device']} data-device="keyboard">
        <strong title={t('scanners.keyboard')}>{t('scanners.keyboard')}</strong>
        <Chip look="ok" icon="scan">
          {t('settings.health.open')}
        </Chip>
        <span className={styles['quiet']}>{t('scanners.keyboardFacts')}</span>
        <LastScan atMs={lastOf((deviceId) => deviceId === keyboardId)} />
      </li>
    </ul>
  );
}

function LastScan({ atMs }: { atMs: number | null | undefined }) {
  const { t } = useTranslation();
  if (atMs === undefined) return null;
  return (
    <span className={styles['quiet']} data-last-scan={atMs !== null}>
      {atMs === null
        ? t('scanners.noScan')
        : t('scanners.lastScan', { time: clockMs(atMs).slice(0, 8) })}
    </span>
  );
}

function Scanner({ device, lastMs }: { device: DeviceView; lastMs: number | null | undefined }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [renaming, setRenaming] = useState(false);
  const { deviceId, name, intake, health, healthReason, path } = device;
  // A USB scanner that is plugged in would come back at once.
  const removable = intake === 'serial' || health === 'missing';
  return (
    <li className={styles['device']} data-device={name} data-health={health}>
      <strong title={name}>{name}</strong>
      <Chip look={healthLooks[health]} icon={health === 'missing' ? 'warn' : 'scan'}>
        {t(`settings.health.${health}`)}
      </Chip>
      <span className={styles['quiet']}>
        {[t(`settings.intake.${intake}`), path].filter(Boolean).join(' · ')}
      </span>
      <LastScan atMs={lastMs} />
      {healthReason === null ? null : (
        <span className={styles['trouble']}>{t(`settings.healthReason.${healthReason}`)}</span>
      )}
      {renaming ? (
        <RenameForm device={device} onDone={() => setRenaming(false)} />
      ) : (
        <span className={styles['buttons']}>
          <Button
            size="small"
            aria-label={t('scanners.renameOf', { name })}
            onClick={() => setRenaming(true)}
          >
            {t('scanners.rename')}
          </Button>
          {removable ? (
            <Button
              size="small"
              aria-label={t('settings.removeOf', { name })}
              onClick={() => void call('device:remove', { deviceId }).catch(() => undefined)}
            >
              {t('settings.remove')}
            </Button>
          ) : null}
        </span>
      )}
    </li>
  );
}

function RenameForm({ device, onDone }: { device: DeviceView; onDone: () => void }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [name, setName] = useState(device.name);
  const [error, setError] = useState<string | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    call('device:rename', { deviceId: device.deviceId, name: name.trim() }).then(
      (answer) => (answer.kind === 'done' ? onDone() : setError(t('scanners.gone'))),
      () => setError(t('common.failed')),
    );
  };
  return (
    <form className={styles['rename']} onSubmit={submit} data-form="rename-scanner">
      <TextField
        name="scannerNewName"
        label={t('scanners.newName')}
        maxLength={40}
        value={name}
        error={error}
        onText={setName}
        autoFocus
      />
      <span className={styles['buttons']}>
        <Button size="small" look="primary" type="submit">
          {t('scanners.save')}
        </Button>
        <Button size="small" onClick={onDone}>
          {t('common.cancel')}
        </Button>
      </span>
    </form>
  );
}
