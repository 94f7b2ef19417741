import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineBindingView } from '../../../app/contract/line-desk.ts';
import { Button } from '../../controls/button.tsx';
import { Icon } from '../../controls/icon.tsx';
import type { RunCommand } from '../use-commands.ts';
import { countdown } from './countdown.ts';
import styles from './line-panel.module.css';
import { useQrCode } from './use-qr-code.ts';

type LinePanelProps = { readonly binding: LineBindingView; readonly onCommand: RunCommand };

/**
 * The QR with which a member binds their LINE. It takes no key but Esc and its own: amounts, Enter and scans
 * go to the sale as ever.
 */
export function LinePanel({ binding, onCommand }: LinePanelProps) {
  const { t } = useTranslation();
  const { phase, nameMasked } = binding;
  return (
    <article className={styles['panel']} data-line-panel={phase}>
      <header className={styles['top']}>
        <h2>{t('line.title')}</h2>
        <p className={styles['name']} title={nameMasked}>
          {nameMasked}
        </p>
      </header>
      {/* With the longest words it scrolls, and then for keys too. */}
      <div className={styles['body']} tabIndex={0} role="region" aria-label={t('line.region')}>
        <Body binding={binding} />
      </div>
      <footer className={styles['foot']}>
        {phase === 'expired' ? (
          <Button
            look="primary"
            keyName="⇧ F6"
            data-line-again=""
            onClick={() => onCommand({ kind: 'bind-line' })}
          >
            {t('line.again')}
          </Button>
        ) : null}
        <Button size="small" keyName="Esc" onClick={() => onCommand({ kind: 'back' })}>
          {t('common.close')}
        </Button>
      </footer>
      <span className="visually-hidden" role="status">
        {phase === 'bound' ? t('line.bound') : phase === 'open' ? t('line.scan') : ''}
      </span>
    </article>
  );
}

function Body({ binding }: Pick<LinePanelProps, 'binding'>) {
  const { t } = useTranslation();
  switch (binding.phase) {
    case 'asking':
      return <Waiting words={t('line.asking')} />;
    case 'open':
      return <OpenCode binding={binding} />;
    case 'sending':
    case 'silent':
      return <WithoutCode binding={binding} />;
    case 'expired':
      return <p className={styles['words']}>{t('line.expired')}</p>;
    case 'bound':
    case 'bound-before':
      return (
        <Bound words={t(binding.phase === 'bound' ? 'line.boundWords' : 'line.boundBefore')} />
      );
    case 'not-confirmed':
      return <p className={styles['words']}>{t('line.notConfirmed')}</p>;
    case 'no-pages':
      return <p className={styles['words']}>{t('line.noPages')}</p>;
  }
}

/** Keeps the place of the QR that is on its way. */
function Waiting({ words }: { words: string }) {
  return (
    <>
      <div className={styles['place']} />
      <p className={styles['quiet']}>{words}</p>
    </>
  );
}

function OpenCode({ binding }: Pick<LinePanelProps, 'binding'>) {
  const { t } = useTranslation();
  const { qrText, expiresAtMs, silence, cardCode } = binding;
  return (
    <>
      <p className={styles['ask']}>{t('line.scan')}</p>
      {qrText === null ? null : <QrCode text={qrText} />}
      {expiresAtMs === null ? null : <TimeLeft untilMs={expiresAtMs} />}
      {silence === null ? null : (
        <p className={styles['silence']} data-line-silence={silence}>
          <Icon name="offline" />
          <span>
            {t(`sync.reason.${silence}`)} {t('line.stillValid')}
          </span>
        </p>
      )}
      <CardCode cardCode={cardCode} />
      {silence === null ? <p className={styles['quiet']}>{t('line.saleGoesOn')}</p> : null}
    </>
  );
}

/** No one-time code to be had: the member joins by themselves and types the card's number. */
function WithoutCode({ binding }: Pick<LinePanelProps, 'binding'>) {
  const { t } = useTranslation();
  const { phase, qrText, silence, cardCode } = binding;
  return (
    <>
      {phase === 'sending' ? (
        <p className={styles['silence']}>
          <Icon name="sync" />
          <span>{t('line.sending')}</span>
        </p>
      ) : null}
      {silence === null ? null : (
        <p className={styles['silence']} data-line-silence={silence}>
          <Icon name="offline" />
          <span>{t(`sync.reason.${silence}`)}</span>
        </p>
      )}
      {qrText === null ? (
        <p className={styles['words']}>{t('line.noJoin')}</p>
      ) : (
        <>
          <p className={styles['ask']}>{t('line.joinScan')}</p>
          <QrCode text={qrText} />
          <p className={styles['ask']}>{t('line.joinType')}</p>
        </>
      )}
      <CardCode cardCode={cardCode} big />
    </>
  );
}

function Bound({ words }: { words: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles['bound']}>
      <Icon name="ok" size="7rem" />
      <strong>{t('line.bound')}</strong>
      <p>{words}</p>
    </div>
  );
}

function CardCode({ cardCode, big = false }: { cardCode: string; big?: boolean }) {
  const { t } = useTranslation();
  return (
    <p className={styles['cardCode']} data-big={big}>
      <span>{t('line.cardCode')}</span> <strong data-long={cardCode.length > 14}>{cardCode}</strong>
    </p>
  );
}

/** Black on white in every light: phones read it off the screen. */
function QrCode({ text }: { text: string }) {
  const { t } = useTranslation();
  const drawn = useQrCode(text);
  if (drawn === null) return <div className={styles['place']} />;
  return (
    <svg
      className={styles['qr']}
      viewBox={`0 0 ${drawn.width} ${drawn.height}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={t('line.qr')}
      data-line-qr=""
    >
      <rect width={drawn.width} height={drawn.height} fill="#fff" />
      <path d={drawn.path} fill="#000" />
    </svg>
  );
}

function TimeLeft({ untilMs }: { untilMs: number }) {
  const { t } = useTranslation();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className={styles['quiet']} role="timer">
      {t('line.left', { time: countdown(untilMs - nowMs) })}
    </p>
  );
}
