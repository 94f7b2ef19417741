import type { Dispatch } from 'react';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { UiAction, UiState } from '../../ui-state.ts';
import type { RunCommand } from '../use-commands.ts';
import type { AmountEntry } from './amount-entry.ts';
import styles from './counter.module.css';
import { EnrolPanel } from './enrol-panel.tsx';
import { FindPanel } from './find-panel.tsx';
import { Keypad } from './keypad.tsx';
import { LastSales } from './last-sales.tsx';
import { MemberPanel } from './member-panel.tsx';
import { AmountDisplay, SalePreview } from './sale-preview.tsx';

type CounterScreenProps = {
  readonly view: ReadyView;
  readonly ui: UiState;
  readonly dispatch: Dispatch<UiAction>;
  readonly amount: AmountEntry;
  readonly onCommand: RunCommand;
};

/**
 * The one screen of the cashier: who (left stub), how much (middle), what comes of it (right). Each
 * part has its fixed place, so nothing moves when a member comes or goes.
 */
export function CounterScreen({ view, ui, dispatch, amount, onCommand }: CounterScreenProps) {
  return (
    <div className={styles['counter']}>
      <section className={styles['stub']} data-panel={ui.panel}>
        {ui.panel === 'find' ? (
          <FindPanel ui={ui} dispatch={dispatch} onCommand={onCommand} />
        ) : null}
        {ui.panel === 'enrol' ? (
          <EnrolPanel view={view} mobile={ui.enrolMobile} dispatch={dispatch} />
        ) : null}
        {ui.panel === 'member' ? <MemberPanel view={view} onCommand={onCommand} /> : null}
      </section>
      <AmountDisplay view={view} amountText={amount.text()} keysElsewhere={ui.panel !== 'member'} />
      <Keypad onCommand={onCommand} />
      <SalePreview view={view} onCommand={onCommand} />
      <LastSales sales={view.lastSales} language={view.language} />
    </div>
  );
}
