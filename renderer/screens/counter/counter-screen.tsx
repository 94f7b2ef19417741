import { useCallback, type Dispatch } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { GuideCard } from '../../help/guide-card.tsx';
import { hasFields, type UiAction, type UiState } from '../../ui-state.ts';

import type { RunCommand } from '../use-commands.ts';
import { AmountDisplay } from './amount-display.tsx';
import type { AmountEntry } from './amount-entry.ts';
import styles from './counter.module.css';
import { emptyEnrolDraft } from './enrol-draft.ts';
import { EnrolPanel } from './enrol-panel.tsx';
import { FindPanel } from './find-panel.tsx';
import { Keypad } from './keypad.tsx';
import { LastSales } from './last-sales.tsx';
import { LinePanel } from './line-panel.tsx';
import { MemberPanel } from './member-panel.tsx';
import { ParkedPanel } from './parked-panel.tsx';
import { SalePreview } from './sale-preview.tsx';
import type { PanelDesk } from './use-panel-keys.ts';

type CounterScreenProps = {
  readonly view: ReadyView;
  readonly ui: UiState;
  readonly dispatch: Dispatch<UiAction>;
  readonly amount: AmountEntry;
  /** The panels with fields: what Enter and digits mean in them. */
  readonly panelDesk: PanelDesk;
  readonly onCommand: RunCommand;
};

/** Who the sale is for, or the QR with which they bind their LINE. */
function Stub({ view, onCommand }: Pick<CounterScreenProps, 'view' | 'onCommand'>) {
  const binding = view.line?.binding ?? null;
  if (binding !== null) return <LinePanel binding={binding} onCommand={onCommand} />;
  return <MemberPanel view={view} onCommand={onCommand} />;
}

/**
 * The one screen of the cashier: who (left stub), how much (middle), what comes of it (right). Each
 * part has its fixed place, so nothing moves when a member comes or goes.
 */
export function CounterScreen(props: CounterScreenProps) {
  const { view, ui, dispatch, amount, panelDesk, onCommand } = props;
  const { t } = useTranslation();
  const closePanel = useCallback(() => dispatch({ kind: 'close-panel' }), [dispatch]);
  const keysElsewhere = ui.panel !== 'member' || ui.pointsText !== null;
  return (
    <div className={styles['counter']}>
      <section className={styles['stub']} data-panel={ui.panel}>
        {ui.panel === 'find' ? (
          <FindPanel ui={ui} dispatch={dispatch} desk={panelDesk} onCommand={onCommand} />
        ) : null}
        {ui.panel === 'enrol' ? (
          <EnrolPanel
            view={view}
            draft={ui.enrolDraft ?? emptyEnrolDraft}
            dispatch={dispatch}
            desk={panelDesk}
            onCommand={onCommand}
          />
        ) : null}
        {ui.panel === 'parked' ? <ParkedPanel view={view} onClose={closePanel} /> : null}
        {ui.panel === 'member' ? <Stub view={view} onCommand={onCommand} /> : null}
        {ui.panel === 'member' && !view.line?.binding ? (
          <GuideCard view={view} dispatch={dispatch} onCommand={onCommand} />
        ) : null}
      </section>
      <AmountDisplay
        label={
          ui.panel === 'parked'
            ? t('parked.keys')
            : keysElsewhere
              ? t('keypad.toField')
              : t('sale.amount')
        }
        amountText={amount.text()}
        invoiceNumber={view.sale.invoice?.number ?? null}
        pos={view.pos}
        lines={keysElsewhere ? undefined : view.sale.lines}
      />
      <Keypad onCommand={onCommand} />
      <LastSales sales={view.lastSales} language={view.language} onCommand={onCommand} />
      <SalePreview
        view={view}
        pointsText={ui.pointsText}
        isCovered={hasFields(ui)}
        dispatch={dispatch}
        onCommand={onCommand}
      />
    </div>
  );
}
