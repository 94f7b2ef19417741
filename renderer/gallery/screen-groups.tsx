import type { ReadyView } from '../../app/contract/counter-view.ts';
import { useLanguage } from '../counter-context.tsx';
import { AmountDisplay } from '../screens/counter/amount-display.tsx';
import { Keypad } from '../screens/counter/keypad.tsx';
import { LastSales } from '../screens/counter/last-sales.tsx';
import { MemberPanel } from '../screens/counter/member-panel.tsx';
import { SalePreview } from '../screens/counter/sale-preview.tsx';
import { StampCards } from '../screens/counter/stamp-cards.tsx';
import { VoucherList } from '../screens/counter/voucher-list.tsx';
import { KeyBar } from '../screens/key-bar.tsx';
import { OpeningSign } from '../screens/opening-sign.tsx';
import { NoticeBand } from '../screens/notice-band.tsx';
import { SyncFacts } from '../screens/sync-details.tsx';
import styles from './gallery.module.css';
import { notices, saleStates, samples, stampCards, voucherStates } from './samples.ts';
import { Group, Specimen } from './specimen.tsx';
import { useGalleryWords } from './use-gallery-words.ts';

const nothing = (): undefined => undefined;
const noCommand = (): boolean => false;

/** The pieces that come again on the screens, in each of their states. */
export function ScreenGroups() {
  const language = useLanguage();
  const dressed = (view: ReadyView): ReadyView => ({ ...view, language });
  return (
    <>
      <Group id="notices" about="noticesNote">
        {notices.map(({ id, notice }) => (
          <Specimen key={id} id={`notice-${id}`} span={12} look="column">
            <div className={styles['band']}>
              <NoticeBand
                view={{ ...dressed(samples.idle), notice }}
                deskWords={null}
                swallowedBy={null}
                onClose={nothing}
                onCommand={noCommand}
              />
            </div>
          </Specimen>
        ))}
        <Specimen id="opening" span={12} look="column">
          <OpeningSign />
        </Specimen>
        <Specimen id="key-bar" span={12} look="column">
          <div className={styles['band']}>
            <KeyBar place="counter" onCommand={noCommand} />
          </div>
        </Specimen>
      </Group>
      <SaleGroup />
      <VoucherGroup />
      <Group id="history" about="historyNote">
        <Specimen id="last-sales" span={8} look="column">
          <LastSales sales={saleStates} language={language} onCommand={noCommand} />
        </Specimen>
        <Specimen id="last-sales-none" span={4} look="column">
          <LastSales sales={[]} language={language} onCommand={noCommand} />
        </Specimen>
        <Specimen id="sync-online" span={6} look="column">
          <SyncFacts view={dressed(samples.idle)} />
        </Specimen>
        <Specimen id="sync-local" span={6} look="column">
          <SyncFacts view={dressed({ ...samples.idle, mode: 'local', sync: localSync })} />
        </Specimen>
      </Group>
      <Group id="preview" about="previewNote">
        {(['idle', 'busy', 'full'] as const).map((name) => (
          <Specimen key={name} id={`preview-${name}`} span={4} look="column">
            <div className={styles['tall']}>
              <SalePreview
                view={dressed(samples[name])}
                pointsText={null}
                isCovered={false}
                dispatch={nothing}
                onCommand={noCommand}
              />
            </div>
          </Specimen>
        ))}
      </Group>
    </>
  );
}

const localSync: ReadyView['sync'] = {
  ...samples.idle.sync,
  state: 'local',
  lastContactAtMs: null,
};

function SaleGroup() {
  const words = useGalleryWords();
  const label = words('sale');
  return (
    <Group id="sale" about="saleNote">
      <Specimen id="amount-empty" span={4} look="column">
        <AmountDisplay label={label} amountText="" />
      </Specimen>
      <Specimen id="amount-typed" span={4} look="column">
        <AmountDisplay label={label} amountText="1280" />
      </Specimen>
      <Specimen id="amount-from-invoice" span={4} look="column">
        <AmountDisplay label={label} amountText="9999999" invoiceNumber="AB12345678" />
      </Specimen>
      <Specimen id="keypad" span={6} look="column">
        <Keypad onCommand={noCommand} />
      </Specimen>
      <Specimen id="member-none" span={6} look="column">
        <MemberPanel view={samples.idle} onCommand={noCommand} />
      </Specimen>
    </Group>
  );
}

function VoucherGroup() {
  const language = useLanguage();
  return (
    <Group id="vouchers" about="vouchersNote">
      {Object.entries(voucherStates).map(([state, voucher]) => (
        <Specimen key={state} id={`voucher-${state}`} span={4} look="column">
          <VoucherList
            vouchers={[voucher]}
            best={null}
            codes={[]}
            language={language}
            onCommand={noCommand}
          />
        </Specimen>
      ))}
      <Specimen id="voucher-offer" span={4} look="column">
        <VoucherList
          vouchers={[]}
          best={{ voucherIds: [], savesMinor: 192 }}
          codes={samples.full.sale.codes ?? []}
          language={language}
          onCommand={noCommand}
        />
      </Specimen>
      {stampCards.map((card) => (
        <Specimen key={card.cardId} id={`stamps-${card.cardId}`} span={4} look="column">
          <StampCards cards={[card]} language={language} />
        </Specimen>
      ))}
    </Group>
  );
}
