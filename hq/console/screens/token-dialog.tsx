import { useCallback, useEffect, useState } from 'react';
import { memberTokenAnswerSchema } from '../../../app/contract/hq-admin-members.ts';
import type { MemberTokenAnswer } from '../../../app/contract/hq-admin-members.ts';
import type { HqAnswer } from '../api/hq-client.ts';
import { usePoll } from '../api/use-poll.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogFoot } from '../controls/dialog.tsx';
import { FieldError } from '../controls/text-field.tsx';
import { useHq, useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import bar from '../controls/progress.module.css';
import css from './token-dialog.module.css';
import { drawQr } from './token-qr.ts';

/** The next one comes while the last still has a quarter of a minute: nobody scans a dying code. */
const everyMs = 45_000;
/** A forgotten dialog stops: each code could spend the member's points. */
const shownMsMax = 5 * 60_000;

type Made = Extract<MemberTokenAnswer, { readonly kind: 'made' }>;

/** The member's code of this minute as a QR, renewed while the dialog is open, five minutes at most. */
export function TokenDialog(props: { readonly memberId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const words = t.member.tokenDialog;
  const [round, setRound] = useState(0);
  const [isPaused, setIsPaused] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsPaused(true), shownMsMax);
    return () => clearTimeout(timer);
  }, [round]);
  return (
    <Dialog title={words.title} onClose={props.onClose}>
      <p className={css['lead']}>{words.lead}</p>
      {isPaused ? <p className={css['paused']}>{words.paused}</p> : <Code key={round} {...props} />}
      <DialogFoot>
        {isPaused && (
          <Button
            look="primary"
            onClick={() => {
              setRound((n) => n + 1);
              setIsPaused(false);
            }}
          >
            {words.again}
          </Button>
        )}
        <Button onClick={props.onClose}>{t.common.close}</Button>
      </DialogFoot>
    </Dialog>
  );
}

function Code({ memberId }: { readonly memberId: string }) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.member.tokenDialog;
  const load = useCallback(
    async (): Promise<HqAnswer<MemberTokenAnswer>> =>
      await client.post('/members/token', memberTokenAnswerSchema, { memberId }),
    [client, memberId],
  );
  const { data, isFailing } = usePoll(load, everyMs);
  if (data === null) {
    return <p className={css['paused']}>{isFailing ? t.connection.lost : t.common.loading}</p>;
  }
  if (data.kind === 'unknown-member') return <FieldError text={words.unknown} />;
  return (
    <>
      <Shown made={data} />
      {isFailing && <FieldError text={t.connection.lost} />}
    </>
  );
}

function Shown({ made }: { readonly made: Made }) {
  const { t } = useLanguage();
  const words = t.member.tokenDialog;
  const nowMs = useHqNow(250);
  const leftMs = Math.max(0, made.expiresAtMs - nowMs);
  return (
    <div className={css['shown']} data-token={made.text}>
      <img
        className={css['code']}
        src={drawQr(made.text)}
        alt={words.alt}
        data-over={leftMs === 0}
      />
      <progress
        className={`${bar['progress'] ?? ''} ${css['progress'] ?? ''}`}
        aria-label={words.left(String(Math.ceil(leftMs / 1000)))}
        max={made.expiresAtMs - made.issuedAtMs}
        value={leftMs}
      />
      <p className={css['left']}>
        {leftMs === 0 ? words.over : words.left(String(Math.ceil(leftMs / 1000)))}
      </p>
    </div>
  );
}
