import { useCallback, useState } from 'react';
import {
  lineCouponDoneSchema,
  lineCouponsAnswerSchema,
} from '../../../app/contract/hq-admin-line-coupon.ts';
import type {
  LineCouponDone,
  LineCouponsAnswer,
  PublishedLineCouponRow,
} from '../../../app/contract/hq-admin-line-coupon.ts';
import { businessDate } from '../../../app/domain/time.ts';
import { usePoll } from '../api/use-poll.ts';
import { Button } from '../controls/button.tsx';
import { Chip } from '../controls/chip.tsx';
import type { Tone } from '../controls/chip.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { useHq, useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatDay, formatWhole } from '../i18n/time-words.ts';
import { LineCouponDialog } from './line-coupon-dialog.tsx';
import { couponDoneWords } from './line-coupon-words.ts';
import css from './list-screen.module.css';
import own from './line-coupons.module.css';

const everyMs = 60_000;

/** Promotional coupons in LINE: what runs, publishing one, closing one. */
export function LineCouponsPanel() {
  const { t } = useLanguage();
  const { client } = useHq();
  const [isOpen, setIsOpen] = useState(false);
  const [turn, setTurn] = useState(0);
  const [said, setSaid] = useState<LineCouponDone | null>(null);
  const load = useCallback(
    (signal: AbortSignal) => client.get('/line/coupons', lineCouponsAnswerSchema, {}, signal),
    [client],
  );
  const { data, isFailing } = usePoll(load, everyMs, turn);
  const words = t.lineCoupon;
  const done = (answer: LineCouponDone): void => {
    setIsOpen(false);
    setSaid(answer);
    setTurn(turn + 1);
  };
  const mayPublish = data !== null && data.hasToken && data.candidates.length > 0;
  return (
    <Panel
      title={words.title}
      tools={
        <Button disabled={!mayPublish} onClick={() => setIsOpen(true)}>
          {words.publish}
        </Button>
      }
    >
      <p className={css['note']}>{words.note}</p>
      {data === null && <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>}
      {data !== null && <Reason data={data} />}
      {said !== null && (
        <p className={own['said']} role="status">
          {couponDoneWords(words, said)}
        </p>
      )}
      {data !== null && data.rows.length > 0 && <Published rows={data.rows} onDone={done} />}
      {data !== null && <Strangers data={data} onDone={done} />}
      {isOpen && data !== null && (
        <LineCouponDialog data={data} onDone={done} onClose={() => setIsOpen(false)} />
      )}
    </Panel>
  );
}

/** Why nothing can be published, or that nothing was. */
function Reason({ data }: { readonly data: LineCouponsAnswer }) {
  const { t } = useLanguage();
  const words = t.lineCoupon;
  if (!data.hasToken) return <StateText>{words.noToken}</StateText>;
  if (data.candidates.length === 0) return <StateText>{words.noCandidates}</StateText>;
  return data.rows.length === 0 ? <StateText>{words.none}</StateText> : null;
}

type TableProps = {
  readonly rows: readonly PublishedLineCouponRow[];
  readonly onDone: (answer: LineCouponDone) => void;
};

function Published({ rows, onDone }: TableProps) {
  const { t } = useLanguage();
  const nowMs = useHqNow(60_000);
  const words = t.lineCoupon;
  return (
    <DataTable<PublishedLineCouponRow>
      caption={words.title}
      rows={rows}
      rowKey={(row) => row.lineCouponId}
      columns={[
        { key: 'title', title: words.columns.title, cell: (row) => row.title },
        {
          key: 'code',
          title: words.columns.code,
          cell: (row) => <span className={css['code']}>{row.code}</span>,
        },
        {
          key: 'days',
          title: words.columns.days,
          cell: (row) =>
            `${formatDay(businessDate(row.startsAtMs))} – ${formatDay(businessDate(row.endsAtMs))}`,
        },
        {
          key: 'state',
          title: words.columns.state,
          cell: (row) => {
            const state = stateOf(row, nowMs);
            return <Chip tone={tones[state]}>{words.states[state]}</Chip>;
          },
        },
        {
          key: 'uses',
          title: words.columns.uses,
          look: 'number',
          cell: (row) => formatWhole(row.uses),
        },
        {
          key: 'close',
          title: '',
          cell: (row) =>
            row.state === 'open' && <CloseButton id={row.lineCouponId} onDone={onDone} />,
        },
      ]}
    />
  );
}

type CouponState = 'open' | 'closed' | 'over' | 'soon';
const tones: Readonly<Record<CouponState, Tone>> = {
  open: 'ok',
  closed: 'quiet',
  over: 'quiet',
  soon: 'accent',
};

function stateOf(row: PublishedLineCouponRow, nowMs: number): CouponState {
  if (row.state === 'closed') return 'closed';
  if (row.endsAtMs < nowMs) return 'over';
  return row.startsAtMs > nowMs ? 'soon' : 'open';
}

function Strangers(props: {
  readonly data: LineCouponsAnswer;
  readonly onDone: (answer: LineCouponDone) => void;
}) {
  const { t } = useLanguage();
  const words = t.lineCoupon;
  const { strangers, hasToken } = props.data;
  if (!hasToken) return null;
  if (strangers === null) return <p className={own['said']}>{words.strangersUnknown}</p>;
  if (strangers.length === 0) return null;
  return (
    <section className={own['strangers']}>
      <h3>{words.strangers}</h3>
      <p className={css['quiet']}>{words.strangersNote}</p>
      <ul>
        {strangers.map(({ lineCouponId, title }) => (
          <li key={lineCouponId}>
            <span>{title}</span>
            <CloseButton id={lineCouponId} onDone={props.onDone} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function CloseButton(props: {
  readonly id: string;
  readonly onDone: (answer: LineCouponDone) => void;
}) {
  const { t } = useLanguage();
  const { client } = useHq();
  const [step, setStep] = useState<'idle' | 'asked' | 'busy' | 'failed'>('idle');
  const words = t.lineCoupon;
  const close = async (): Promise<void> => {
    setStep('busy');
    const body = { lineCouponId: props.id };
    const answer = await client.post('/line/coupons/close', lineCouponDoneSchema, body);
    setStep(answer.kind === 'ok' ? 'idle' : 'failed');
    if (answer.kind === 'ok') props.onDone(answer.value);
  };
  if (step === 'idle' || step === 'failed') {
    return (
      <>
        <Button look="quiet" onClick={() => setStep('asked')}>
          {words.close}
        </Button>
        {step === 'failed' && <span role="alert">{t.common.failed}</span>}
      </>
    );
  }
  return (
    <span className={css['at']}>
      <Button autoFocus disabled={step === 'busy'} onClick={() => void close()}>
        {words.sureClose}
      </Button>
      <Button look="quiet" onClick={() => setStep('idle')}>
        {t.common.cancel}
      </Button>
    </span>
  );
}
