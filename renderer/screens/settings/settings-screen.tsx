import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceView, ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import { Chip, type ChipLook } from '../../controls/chip.tsx';
import { useCounter } from '../../counter-context.tsx';
import { formatWhole } from '../../i18n/format.ts';
import { ConnectForm } from '../connect-form.tsx';
import { LanguageSwitch } from '../language-switch.tsx';
import { ShopForm } from '../shop-form.tsx';
import { SyncFacts } from '../sync-details.tsx';
import { AddScannerForm } from './add-scanner-form.tsx';
import styles from './settings.module.css';

/** What a manager sets up once and looks at when something is wrong. */
export function SettingsScreen({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  return (
    <section className={styles['screen']} aria-label={t('settings.title')} tabIndex={-1}>
      <div className={styles['column']}>
        <Card title={t('settings.scanners')}>
          <Scanners devices={view.devices} />
        </Card>
        <Card title={t('settings.addScanner')}>
          <AddScannerForm />
        </Card>
      </div>
      <div className={styles['column']}>
        <Card title={t('common.language')}>
          <LanguageSwitch />
        </Card>
        <Card title={t('settings.hq')}>
          <Hq view={view} />
        </Card>
        {view.mode === 'local' ? (
          <Card title={t('settings.shop')}>
            <ShopForm
              call="settings:set-shop"
              submitWords={t('settings.save')}
              shopName={view.store?.name ?? view.brandName}
              taxId={view.store?.taxId ?? ''}
            />
          </Card>
        ) : null}
        <Card title={t('settings.about')}>
          <About view={view} />
        </Card>
      </div>
    </section>
  );
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles['card']}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

const healthLooks: Readonly<Record<DeviceView['health'], ChipLook>> = {
  open: 'ok',
  connecting: 'accent',
  missing: 'warn',
};

function Scanners({ devices }: { devices: readonly DeviceView[] }) {
  const { t } = useTranslation();
  if (devices.length === 0) return <p className={styles['quiet']}>{t('settings.noScanners')}</p>;
  return (
    <ul className={styles['scanners']}>
      {devices.map((device) => (
        <Scanner key={device.deviceId} device={device} />
      ))}
    </ul>
  );
}

/** The keyboard is always there, and a USB scanner that is plugged in would come back at once. */
function isRemovable({ intake, health }: DeviceView): boolean {
  return intake === 'serial' || (intake === 'hid-pos' && health === 'missing');
}

function Scanner({ device }: { device: DeviceView }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const { deviceId, name, health, healthReason, baudRate } = device;
  const facts = [
    t(`settings.intake.${device.intake}`),
    device.path,
    baudRate === null ? null : t('settings.baud', { baud: baudRate }),
  ];
  return (
    <li className={styles['scanner']} data-health={health}>
      <strong>{name}</strong>
      <Chip look={healthLooks[health]} icon={health === 'missing' ? 'warn' : 'scan'}>
        {t(`settings.health.${health}`)}
      </Chip>
      {!isRemovable(device) ? null : (
        <Button
          size="small"
          aria-label={t('settings.removeOf', { name })}
          onClick={() => void call('device:remove', { deviceId }).catch(() => undefined)}
        >
          {t('settings.remove')}
        </Button>
      )}
      <span className={styles['quiet']}>{facts.filter((fact) => fact !== null).join(' · ')}</span>
      {healthReason === null ? null : (
        <span className={styles['trouble']}>{t(`settings.healthReason.${healthReason}`)}</span>
      )}
    </li>
  );
}

function Hq({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  if (view.mode === 'local') {
    return (
      <>
        <SyncFacts view={view} />
        <h3>{t('settings.connectLater')}</h3>
        <p className={styles['quiet']}>{t('settings.connectLaterHint')}</p>
        <ConnectForm />
      </>
    );
  }
  return (
    <>
      <SyncFacts view={view} />
      <dl className={styles['facts']}>
        <dt>{t('settings.hqUrl')}</dt>
        <dd>{view.hqUrl ?? t('common.none')}</dd>
      </dl>
      <div>
        <Button size="small" onClick={() => void call('sync:now', {}).catch(() => undefined)}>
          {t('sync.now')}
        </Button>
      </div>
    </>
  );
}

function About({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const { store } = view;
  const facts = [
    [t('settings.store'), store?.name ?? view.brandName],
    [t('settings.taxId'), store?.taxId || t('common.none')],
    [t('settings.counter'), view.counterLabel],
    [t('settings.members'), formatWhole(view.memberCount)],
    [t('settings.version'), view.appVersion],
    [
      t('settings.keyProtection'),
      view.keyProtection === 'os' ? t('settings.keyOs') : t('settings.keyFile'),
    ],
    [t('settings.durable'), t('settings.durableText')],
  ] as const;
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
