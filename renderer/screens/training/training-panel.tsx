import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { PracticeItem } from '../../../app/contract/training.ts';
import { Button } from '../../controls/button.tsx';
import { useCounter } from '../../counter-context.tsx';
import styles from './training.module.css';
import { trainingTrouble } from './training-trouble.ts';

type TrainingPanelProps = { readonly view: ReadyView; readonly onClose: () => void };

/** In the shop what training is, and how it begins; in training what there is to try. */
export function TrainingPanel({ view, onClose }: TrainingPanelProps) {
  const { t } = useTranslation();
  const isTraining = view.training === true;
  return (
    <section
      className={styles['panel']}
      role="dialog"
      aria-label={t(isTraining ? 'training.practice.title' : 'training.begin.title')}
      data-training-panel={isTraining ? 'practice' : 'begin'}
    >
      {isTraining ? <PracticeCard onClose={onClose} /> : <BeginTraining onClose={onClose} />}
    </section>
  );
}

const pointNames = ['data', 'network', 'sale', 'mark'] as const;

/** What training is, in four sentences, and the button that begins it. */
export function BeginTraining({ onClose }: { onClose: (() => void) | null }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [state, setState] = useState<{ busy: boolean; trouble: string | null }>({
    busy: false,
    trouble: null,
  });
  const button = useRef<HTMLButtonElement>(null);
  const isDialog = onClose !== null;
  // Enter presses what the dialog is for; scans go on as ever.
  useEffect(() => {
    if (isDialog) button.current?.focus();
  }, [isDialog]);
  const begin = (): void => {
    setState({ busy: true, trouble: null });
    call('training:begin', {}).then(
      (answer) => {
        if (answer.kind === 'refused') setState({ busy: false, trouble: answer.code });
      },
      // The counter may end before its answer is here: the next view tells.
      () => setState({ busy: false, trouble: null }),
    );
  };
  return (
    <>
      {isDialog ? <h2>{t('training.begin.title')}</h2> : null}
      <p>{t('training.begin.lead')}</p>
      <ul className={styles['bullets']}>
        {pointNames.map((name) => (
          <li key={name}>{t(`training.begin.points.${name}`)}</li>
        ))}
      </ul>
      {state.trouble === null ? null : (
        <p role="alert" className={styles['trouble']}>
          {trainingTrouble(t, state.trouble)}
        </p>
      )}
      <div className={styles['actions']}>
        {onClose === null ? null : (
          <Button keyName="Esc" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        )}
        <button
          ref={button}
          type="button"
          className={styles['begin']}
          disabled={state.busy}
          data-begin-training=""
          onClick={begin}
        >
          {t(state.busy ? 'training.begin.doing' : 'training.begin.do')}
        </button>
      </div>
    </>
  );
}

/** Codes to try, each with the button that scans it. */
function PracticeCard({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [items, setItems] = useState<readonly PracticeItem[]>([]);
  useEffect(() => {
    let isCurrent = true;
    call('training:practice', {}).then(
      (answer) => {
        if (isCurrent) setItems(answer.items);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [call]);
  const scan = (place: number): void => {
    // What came of it is the next view; it also closes this card.
    call('training:scan', { place }).catch(() => undefined);
  };
  return (
    <>
      <h2>{t('training.practice.title')}</h2>
      <p>{t('training.practice.lead')}</p>
      <ul className={styles['items']}>
        {items.map((item, place) => (
          <PracticeRow key={item.code} item={item} onScan={() => scan(place)} />
        ))}
      </ul>
      <div className={styles['actions']}>
        <Button keyName="Esc" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </>
  );
}

/** Long codes, an e-invoice's, are for scanning only. */
const shownCodeMax = 24;

function PracticeRow({ item, onScan }: { item: PracticeItem; onScan: () => void }) {
  const { t } = useTranslation();
  const { kind, code, nameMasked, phoneTail } = item;
  const what = t(`training.practice.kind.${kind}`);
  const told = [
    nameMasked,
    code.length > shownCodeMax ? null : code,
    phoneTail === null ? null : t('training.practice.tail', { tail: phoneTail }),
  ];
  return (
    <li className={styles['item']} data-practice={kind}>
      <span className={styles['what']}>
        <strong>{what}</strong>
        <span>{told.filter((one) => one !== null).join(' · ')}</span>
      </span>
      <Button
        size="small"
        aria-label={t('training.practice.scanOf', { what })}
        data-scan-practice={kind}
        onClick={onScan}
      >
        {t('training.practice.scan')}
      </Button>
    </li>
  );
}
