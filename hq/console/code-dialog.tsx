import { useEffect, useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { callHq } from './call-hq.ts';
import { showLeft } from './show.ts';
import { useSay } from './words.ts';

type MadeCode = { readonly code: string; readonly expiresAtMs: number };
type CodeDialogProps = {
  readonly store: { readonly storeId: string; readonly name: string };
  readonly onClose: () => void;
};

/** Names a counter, makes its code and shows it big while it lives. */
export function CodeDialog({ store, onClose }: CodeDialogProps): ReactNode {
  const say = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  const [label, setLabel] = useState('');
  const [made, setMade] = useState<{ readonly code: string; readonly endsAtMs: number } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const askedAtMs = Date.now();
    const called = await callHq<MadeCode>('enrolment-codes', { storeId: store.storeId, counterLabel: label });
    setFailed(called.kind !== 'answer');
    // Ten minutes by this PC's own clock, which may differ from HQ's.
    if (called.kind === 'answer') setMade({ code: called.value.code, endsAtMs: askedAtMs + 600_000 });
  };
  return (
    <dialog ref={dialog} onClose={onClose}>
      <h2>
        {store.name} · {say('code.title')}
      </h2>
      {made === null ? (
        <form onSubmit={(event) => void submit(event)}>
          <label>
            {say('counter.label')}
            <input
              autoFocus
              required
              maxLength={40}
              placeholder={say('counter.label-example')}
              value={label}
              onChange={(event) => setLabel(event.target.value)}
            />
          </label>
          {failed && (
            <p className="trouble" role="alert">
              {say('failed')}
            </p>
          )}
          <div className="dialog-end">
            <button type="button" className="plain" onClick={() => dialog.current?.close()}>
              {say('cancel')}
            </button>
            <button type="submit">{say('code.make')}</button>
          </div>
        </form>
      ) : (
        <ShownCode {...made} onClose={() => dialog.current?.close()} />
      )}
    </dialog>
  );
}

type ShownCodeProps = { readonly code: string; readonly endsAtMs: number; readonly onClose: () => void };

function ShownCode({ code, endsAtMs, onClose }: ShownCodeProps): ReactNode {
  const say = useSay();
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), 500);
    return () => window.clearInterval(timer);
  }, []);
  const leftMs = endsAtMs - nowMs;
  return (
    <>
      <p>{say('code.how')}</p>
      <dl className="pairs">
        <dt>{say('code.hq-url')}</dt>
        <dd>{location.origin}</dd>
      </dl>
      <p className={leftMs > 0 ? 'code' : 'code over'} data-testid="enrolment-code">
        {code.slice(0, 4)}-{code.slice(4)}
      </p>
      <p className="quiet" role="timer">
        {leftMs > 0 ? say('code.left', { time: showLeft(leftMs) }) : say('code.over')}
      </p>
      <div className="dialog-end">
        <button type="button" onClick={onClose}>
          {say('code.close')}
        </button>
      </div>
    </>
  );
}
