import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { AmountDisplay } from '../counter/amount-display.tsx';
import layout from '../counter/counter.module.css';
import { Keypad } from '../counter/keypad.tsx';
import type { RunCommand } from '../use-commands.ts';
import type { RefundDesk } from '../use-refund.ts';
import { ChooseSale } from './choose-sale.tsx';
import { RefundPreviewPanel } from './refund-preview.tsx';
import { requestOf, type RefundState } from './refund-state.ts';
import { SaleFacts } from './sale-facts.tsx';
import { WhyChoice } from './why-choice.tsx';

type RefundScreenProps = {
  readonly view: ReadyView;
  readonly desk: RefundDesk;
  readonly onCommand: RunCommand;
};

/**
 * The counter's mirror image: which sale (left stub), how much of it comes back (middle), what
 * comes of that (right). The parts stand where those of a sale stand.
 */
export function RefundScreen({ view, desk, onCommand }: RefundScreenProps) {
  const { t } = useTranslation();
  const { state } = desk;
  const open = state.phase === 'open' ? state : null;
  const untyped = untypedKey(state);
  return (
    <div className={layout['counter']} data-refund={state.phase}>
      <section className={layout['stub']}>
        {open ? (
          <SaleFacts state={open} view={view} dispatch={desk.dispatch} />
        ) : (
          <ChooseSale desk={desk} view={view} onCommand={onCommand} />
        )}
      </section>
      <AmountDisplay
        label={open ? t('refund.amount') : t('keypad.toField')}
        amountText={open?.amountText ?? ''}
        placeholder={untyped === null ? '—' : t(`refund.${untyped}`)}
      />
      <Keypad onCommand={onCommand} />
      <WhyChoice state={open} onCommand={onCommand} />
      <RefundPreviewPanel state={open} language={view.language} onCommand={onCommand} />
    </div>
  );
}

/** What the amount shows while none is typed. */
function untypedKey(state: RefundState): 'whole' | 'byLines' | null {
  if (state.phase === 'choose') return null;
  return requestOf(state).kind === 'lines' ? 'byLines' : 'whole';
}
