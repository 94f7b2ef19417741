import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import { Tabs } from '../../controls/tabs.tsx';
import { useCounter } from '../../counter-context.tsx';
import { formatWhole } from '../../i18n/format.ts';
import { ConnectForm } from '../connect-form.tsx';
import { ScannerList } from '../scanners/scanner-list.tsx';
import { ShopForm } from '../shop-form.tsx';
import { SyncFacts } from '../sync-details.tsx';
import { StaffPart } from '../staff/staff-part.tsx';
import { TrainingPart } from '../training/training-part.tsx';
import type { RunCommand } from '../use-commands.ts';
import { AddScannerForm } from './add-scanner-form.tsx';
import { AppearancePart } from './appearance-part.tsx';
import { Card } from './card.tsx';
import styles from './settings.module.css';
import { PosSettings } from './pos-settings.tsx';
import { WedgeSettings } from './wedge-settings.tsx';

const tabNames = ['scanners', 'wedge', 'pos', 'hq', 'look', 'staff', 'training', 'about'] as const;
type TabName = (typeof tabNames)[number];

type SettingsProps = { readonly view: ReadyView; readonly onCommand: RunCommand };

/** What a manager sets up once and looks at when something is wrong; one part at a time, without scrolling. */
export function SettingsScreen({ view, onCommand }: SettingsProps) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<TabName>('scanners');
  return (
    <section className={styles['screen']} aria-label={t('settings.title')} tabIndex={-1}>
      <Tabs
        label={t('settings.title')}
        tabs={tabNames.map((name) => ({ name, words: t(`scanners.settingsTabs.${name}`) }))}
        current={tab}
        onChoose={setTab}
      >
        <div className={styles['parts']} data-settings={tab}>
          {tab === 'scanners' ? <ScannersPart view={view} onCommand={onCommand} /> : null}
          {tab === 'wedge' ? (
            <Card title={t('wedge.title')}>
              <WedgeSettings />
            </Card>
          ) : null}
          {tab === 'pos' ? <PosSettings /> : null}
          {tab === 'hq' ? <HqPart view={view} /> : null}
          {tab === 'look' ? <AppearancePart view={view} /> : null}
          {tab === 'staff' ? <StaffPart view={view} /> : null}
          {tab === 'training' ? <TrainingPart view={view} onCommand={onCommand} /> : null}
          {tab === 'about' ? <AboutPart view={view} /> : null}
        </div>
      </Tabs>
    </section>
  );
}

function ScannersPart({ view, onCommand }: SettingsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Card title={t('settings.scanners')}>
        {view.devices.length === 0 ? (
          <p className={styles['quiet']}>{t('settings.noScanners')}</p>
        ) : null}
        <ScannerList devices={view.devices} lastScans={view.scanPage?.lastScans ?? null} />
        <p className={styles['quiet']}>{t('scanners.openHint')}</p>
        <div>
          <Button keyName="F11" onClick={() => onCommand({ kind: 'scanners' })}>
            {t('scanners.open')}
          </Button>
        </div>
      </Card>
      <Card title={t('settings.addScanner')} look="twoColumns">
        <AddScannerForm />
      </Card>
    </>
  );
}

function HqPart({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  return (
    <>
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
    </>
  );
}

function AboutPart({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  return (
    <Card title={t('settings.about')}>
      <About view={view} />
    </Card>
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
        <div>
          <dt>{t('settings.hqUrl')}</dt>
          <dd>{view.hqUrl ?? t('common.none')}</dd>
        </div>
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
