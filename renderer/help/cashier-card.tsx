import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { Button, KeyCap } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { useCounter } from '../counter-context.tsx';
import { formatMoney } from '../i18n/format.ts';
import styles from './cashier-card.module.css';
import helpStyles from './help.module.css';

const steps = [
  ['scan', 'scan'],
  ['amount', null],
  ['enter', 'ok'],
] as const;
const keys = [
  ['Esc', 'esc'],
  ['F3', 'find'],
  ['F6', 'enrol'],
  ['F7', 'voucher'],
  ['F2', 'best'],
  ['F8', 'points'],
  ['Shift F8', 'someOfPoints'],
  ['Ctrl Z', 'undo'],
  ['F5', 'refund'],
  ['Shift F6', 'line'],
  ['Shift F9', 'parked'],
  ['F12', 'lock'],
  ['F1', 'help'],
] as const;
const cases = ['red', 'yellow', 'noCard', 'notRead', 'wrong'] as const;
const nevers = ['pin', 'twice', 'consent', 'other', 'pc'] as const;

/** The card to look at, and a second one beside the screen that only a printer sees. */
export function CashierCardPanel({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const print = (): void => {
    const { guide } = view;
    if (guide && !guide.cardPrinted) {
      call('settings:set-guide', { ...guide, cardPrinted: true }).catch(() => undefined);
    }
    window.print();
  };
  return (
    <>
      <div className={helpStyles['print']}>
        <Button look="primary" data-print-card="" onClick={print}>
          {t('help.card.print')}
        </Button>
      </div>
      <div className={styles['paper']}>
        <CashierCard view={view} />
      </div>
      {createPortal(
        <div className={styles['printOnly']} data-cashier-card="" aria-hidden="true">
          <CashierCard view={view} />
        </div>,
        document.body,
      )}
    </>
  );
}

/** One page A4, to stand beside the counter. */
function CashierCard({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  return (
    <div className={styles['card']}>
      <header>
        <h1>{t('help.card.title')}</h1>
        <span>{view.brandName}</span>
      </header>
      <ol className={styles['steps']}>
        {steps.map(([name, icon], index) => (
          <li key={name}>
            <b>{index + 1}</b>
            {icon === null ? <em>{formatMoney(350)}</em> : <Icon name={icon} size="11mm" />}
            <span>{t(`help.card.steps.${name}`)}</span>
          </li>
        ))}
      </ol>
      <CardKeys />
      <CardCases />
      <div className={styles['below']}>
        <section className={styles['offline']}>
          <h2>{t('help.card.offlineTitle')}</h2>
          <p>{t('help.card.offline')}</p>
        </section>
        <section className={styles['never']}>
          <h2>{t('help.card.neverTitle')}</h2>
          <ul>
            {nevers.map((name) => (
              <li key={name}>
                <Icon name="deny" size="5mm" />
                <span>{t(`help.card.never.${name}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <footer>{t('help.card.more')}</footer>
    </div>
  );
}

function CardKeys() {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('help.card.keysTitle')}</h2>
      <dl className={styles['keys']}>
        {keys.map(([keyName, name]) => (
          <div key={name}>
            <dt>
              <KeyCap name={keyName} />
            </dt>
            <dd>{t(`help.card.keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function CardCases() {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('help.card.casesTitle')}</h2>
      <table className={styles['cases']}>
        <thead>
          <tr>
            <th scope="col">{t('help.card.see')}</th>
            <th scope="col">{t('help.card.act')}</th>
          </tr>
        </thead>
        <tbody>
          {cases.map((name) => (
            <tr key={name} data-case={name}>
              <th scope="row">{t(`help.card.cases.${name}.see`)}</th>
              <td>{t(`help.card.cases.${name}.act`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
