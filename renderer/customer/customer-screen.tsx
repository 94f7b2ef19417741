import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView } from '../../app/contract/training.ts';
import { formatMoney, formatWhole } from '../i18n/format.ts';
import { useLanguage } from '../i18n/load-texts.ts';
import { useQrCode } from '../screens/counter/use-qr-code.ts';
import styles from './customer.module.css';
import type { CustomerStore } from './customer-store.ts';

type Sale = Extract<CustomerView, { kind: 'sale' }>;
type Thanks = Extract<CustomerView, { kind: 'thanks' }>;

/** What the customer sees: an invitation, the sale as it stands, or thanks. */
export function CustomerScreen({ store }: { store: CustomerStore }) {
  const { t } = useTranslation();
  const view = useSyncExternalStore(store.subscribe, store.get);
  const isSpoken = useLanguage(view?.language);
  if (view === null || !isSpoken) return null;
  return (
    <main
      className={styles['page']}
      aria-label={t('customer.region')}
      data-customer={view.kind}
      data-training={view.training ? '' : undefined}
    >
      {view.training ? <p className={styles['training']}>{t('customer.training')}</p> : null}
      {view.kind === 'idle' ? <Idle view={view} /> : null}
      {view.kind === 'sale' ? <OpenSale view={view} /> : null}
      {view.kind === 'thanks' ? <ThanksPart view={view} /> : null}
    </main>
  );
}

function Idle({ view }: { view: CustomerView }) {
  const { t } = useTranslation();
  return (
    <div className={styles['idle']}>
      <div className={styles['welcome']}>
        <p className={styles['brand']}>{view.brandName}</p>
        <h1 className={styles['greeting']}>{t('customer.welcome')}</h1>
        <p className={styles['hint']}>{t('customer.hint')}</p>
      </div>
      {view.joinUrl === null ? null : <JoinCode url={view.joinUrl} />}
    </div>
  );
}

/** Where anybody becomes a member, for the camera of a phone. */
function JoinCode({ url }: { url: string }) {
  const { t } = useTranslation();
  const code = useQrCode(url);
  return (
    <figure className={styles['join']}>
      <div className={styles['qr']}>
        {code === null ? null : (
          <svg
            role="img"
            aria-label={t('customer.join')}
            viewBox={`0 0 ${code.width} ${code.height}`}
            shapeRendering="crispEdges"
          >
            <path d={code.path} />
          </svg>
        )}
      </div>
      <figcaption>
        <strong>{t('customer.join')}</strong>
        <span>{t('customer.joinHint')}</span>
      </figcaption>
    </figure>
  );
}

function OpenSale({ view }: { view: Sale }) {
  const { t } = useTranslation();
  const { member, sale } = view;
  return (
    <>
      <header className={styles['head']}>
        {member === null ? (
          <p className={styles['name']}>{view.brandName}</p>
        ) : (
          <>
            <h1 className={styles['name']}>{t('customer.hello', { name: member.nameMasked })}</h1>
            <p className={styles['points']}>
              {t('customer.yourPoints')} <strong>{formatWhole(member.points)}</strong>
            </p>
          </>
        )}
      </header>
      {sale === null ? <NoAmount view={view} /> : <Amounts sale={sale} />}
      <footer className={styles['foot']} data-foot="">
        <SaleFoot view={view} />
      </footer>
    </>
  );
}

/** A member, and as yet nothing to pay. */
function NoAmount({ view }: { view: Sale }) {
  const { t } = useTranslation();
  return (
    <section className={styles['sum']}>
      <p className={styles['label']}>{t('customer.yourPoints')}</p>
      <Big text={formatWhole(view.member?.points ?? 0)} />
    </section>
  );
}

/** What fits beside each other at full size, and at the next smaller one. */
const lengths = { short: 9, long: 12 } as const;

/** The one number that counts now, as large as the glass allows. */
function Big({ text, ...marks }: { text: string } & Readonly<Record<`data-${string}`, string>>) {
  const { short, long } = lengths;
  const length = text.length <= short ? 'short' : text.length <= long ? 'long' : 'words';
  return (
    <p className={styles['big']} data-length={length} {...marks}>
      {text}
    </p>
  );
}

function Amounts({ sale }: { sale: NonNullable<Sale['sale']> }) {
  const { t } = useTranslation();
  return (
    <section className={styles['sum']}>
      {sale.discountMinor === 0 ? null : (
        <dl className={styles['rows']}>
          <div>
            <dt>{t('customer.amount')}</dt>
            <dd>{formatMoney(sale.amountMinor)}</dd>
          </div>
          <div className={styles['less']}>
            <dt>
              {t('customer.discount')}
              {sale.pointsSpent === 0 ? null : (
                <small>
                  {' '}
                  {t('customer.withPoints', { points: formatWhole(sale.pointsSpent) })}
                </small>
              )}
            </dt>
            <dd>−{formatMoney(sale.discountMinor)}</dd>
          </div>
        </dl>
      )}
      <p className={styles['label']}>{t('customer.toPay')}</p>
      <Big text={formatMoney(sale.paidMinor)} data-to-pay="" />
    </section>
  );
}

function SaleFoot({ view: { member, sale, brandName } }: { view: Sale }) {
  const { t } = useTranslation();
  if (member === null) return <p>{t('customer.showCode')}</p>;
  const earns = sale?.earns ?? 0;
  if (earns > 0)
    return <p className={styles['earns']}>{t('customer.earns', { points: formatWhole(earns) })}</p>;
  return <p>{brandName}</p>;
}

function ThanksPart({ view }: { view: Thanks }) {
  const { t } = useTranslation();
  const { nameMasked, paidMinor, earned, balance } = view;
  return (
    <>
      <header className={styles['head']}>
        <h1 className={styles['name']}>{t('customer.thanks', { name: nameMasked })}</h1>
      </header>
      <section className={`${styles['sum']} ${styles['glad']}`}>
        <p className={styles['label']}>{t('customer.earned')}</p>
        <Big text={t('customer.points', { points: `+${formatWhole(earned)}` })} data-earned="" />
      </section>
      <footer className={styles['foot']}>
        <dl className={styles['facts']}>
          <div>
            <dt>{t('customer.paid')}</dt>
            <dd>{formatMoney(paidMinor)}</dd>
          </div>
          <div>
            <dt>{t('customer.balance')}</dt>
            <dd data-balance="">{t('customer.points', { points: formatWhole(balance) })}</dd>
          </div>
        </dl>
      </footer>
    </>
  );
}
