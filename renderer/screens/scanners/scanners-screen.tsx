import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import { Tabs } from '../../controls/tabs.tsx';
import { LiveView } from './live-view.tsx';
import { ReplayPanel } from './replay-panel.tsx';
import { ScannerList } from './scanner-list.tsx';
import styles from './scanners.module.css';
import { SetupSheetPanel } from './setup-sheet-panel.tsx';

const tabs = ['live', 'replay', 'sheet'] as const;

type ScannersProps = {
  readonly view: ReadyView;
  /** Begins or ends test mode. */
  readonly onTest: (on: boolean) => void;
};

/** All scanners and what they send: to find out what is wrong with one, and to learn. */
export function ScannersScreen({ view, onTest }: ScannersProps) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<(typeof tabs)[number]>('live');
  const { scanPage } = view;
  const testing = scanPage?.testing === true;
  return (
    <section className={styles['screen']} aria-label={t('scanners.title')} data-scanners="">
      <div className={styles['side']}>
        <TestSwitch testing={testing} onTest={onTest} />
        <h2>{t('scanners.devices')}</h2>
        <ScannerList devices={view.devices} lastScans={scanPage?.lastScans ?? []} />
      </div>
      <div className={styles['main']}>
        <Tabs
          label={t('scanners.title')}
          tabs={tabs.map((name) => ({ name, words: t(`scanners.tabs.${name}`) }))}
          current={tab}
          onChoose={setTab}
        >
          {tab === 'live' ? <LiveView view={view} /> : null}
          {tab === 'replay' ? (
            <ReplayPanel testing={testing} left={scanPage?.replay?.left ?? null} />
          ) : null}
          {tab === 'sheet' ? <SetupSheetPanel appVersion={view.appVersion} /> : null}
        </Tabs>
      </div>
    </section>
  );
}

function TestSwitch({ testing, onTest }: { testing: boolean; onTest: (on: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles['test']} data-on={testing}>
      <Button
        look="primary"
        keyName="F11"
        aria-pressed={testing}
        data-test-switch=""
        onClick={() => onTest(!testing)}
      >
        {t(testing ? 'scanners.testOff' : 'scanners.testOn')}
      </Button>
      <p>{t(testing ? 'scanners.testingFrame' : 'scanners.liveHint')}</p>
      <p className={styles['quiet']}>
        {t(testing ? 'scanners.testOffHint' : 'scanners.testOnHint')}
      </p>
    </div>
  );
}
