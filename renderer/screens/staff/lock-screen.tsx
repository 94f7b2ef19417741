import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { StaffView } from '../../../app/contract/staff.ts';
import { formatClock } from '../../../app/domain/time.ts';
import { Button } from '../../controls/button.tsx';
import { Icon } from '../../controls/icon.tsx';
import { useCounter } from '../../counter-context.tsx';
import { formatLongDay } from '../../i18n/format.ts';
import { noticeSentence } from '../../i18n/notice-words.ts';
import { staffNoticeZhTw } from '../../i18n/staff-zh-tw.ts';
import { useStepStore } from '../../step-store.ts';
import type { RunCommand } from '../use-commands.ts';
import { useTakeKeys, type KeysFirst } from './keys-first.ts';
import { PeopleList } from './people-list.tsx';
import { PinDots } from './pin-dots.tsx';
import { PinPad } from './pin-pad.tsx';
import { firstPin, missingInPin, numberedMax, stepPin } from './pin-state.ts';
import { pinTroubleWords, triesLeftOf, waitWords } from './pin-words.ts';
import styles from './staff.module.css';
import { useNowMs } from './use-now.ts';

type LockScreenProps = {
  readonly view: ReadyView;
  readonly staff: StaffView;
  readonly keys: KeysFirst;
};

/**
 * Over everything while the counter is locked. Whoever was there last is chosen, so that only the PIN is typed.
 * Scans go to the counter process as ever: a badge signs in. Nothing of a member is shown.
 */
export function LockScreen({ view, staff, keys }: LockScreenProps) {
  const { t } = useTranslation();
  const nowMs = useNowMs();
  const desk = useSignIn(staff, nowMs);
  useTakeKeys(keys, desk.run);
  const { state, waits } = desk;
  const chosen = staff.people.find(({ staffId }) => staffId === state.chosen);
  const pinLabel = chosen ? t('staff.lock.pin', { name: chosen.name }) : t('staff.lock.choose');
  const trouble = state.trouble
    ? pinTroubleWords(t, state.trouble, triesLeftOf(view.notice))
    : null;
  const isBegun = view.member !== null || view.sale.amountText !== '' || view.sale.invoice !== null;
  return (
    <section
      className={styles['lock']}
      role="dialog"
      aria-modal="true"
      aria-label={t('staff.lock.title')}
      data-lock=""
    >
      <LockHead view={view} nowMs={nowMs} />
      <div className={styles['lockWho']}>
        <h2>{t('staff.lock.who')}</h2>
        <PeopleList
          label={t('staff.lock.people')}
          people={staff.people}
          chosen={state.chosen}
          onChoose={(staffId) => desk.dispatch({ kind: 'choose', staffId })}
        />
      </div>
      <div className={styles['lockPin']}>
        <h2 className={styles['pinOf']} title={pinLabel}>
          {pinLabel}
        </h2>
        <PinDots typed={state.pin.length} label={pinLabel} />
        <p className={styles['said']} role="alert" data-said={waits || trouble ? 'trouble' : ''}>
          {waits ?? trouble ?? ''}
        </p>
        <PinPad disabled={waits !== null || chosen === undefined} onKey={desk.run} />
        <Button
          look="primary"
          keyName="Enter"
          className={styles['go'] ?? ''}
          disabled={waits !== null || state.checking}
          onClick={desk.submit}
          data-sign-in=""
        >
          {t(state.checking ? 'staff.lock.checking' : 'staff.lock.signIn')}
        </Button>
      </div>
      <LockFoot view={view} isBegun={isBegun} isNumbered={isNumbered(staff, state.chosen)} />
    </section>
  );
}

function isNumbered(staff: StaffView, chosen: string | null): boolean {
  return chosen === null && staff.people.length <= numberedMax;
}

/** The PIN being typed, what keys do to it, and the call. */
function useSignIn(staff: StaffView, nowMs: number) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const { people } = staff;
  const only = people.length === 1 ? people[0] : undefined;
  const last = people.find(({ staffId }) => staffId === staff.current?.staffId) ?? only;
  const [state, store] = useStepStore(stepPin, firstPin(last?.staffId ?? null, 'none'));
  const untilMs = people.find(({ staffId }) => staffId === state.chosen)?.waitUntilMs ?? null;
  const waits = waitWords(t, { untilMs, nowMs }, 'wait');

  const submit = (): void => {
    const { chosen, pin, checking } = store.get();
    const missing = missingInPin(store.get());
    if (checking || waits !== null) return;
    if (missing !== null || chosen === null)
      return store.dispatch({ kind: 'trouble', trouble: missing ?? { kind: 'nobody' } });
    store.dispatch({ kind: 'check' });
    call('staff:sign-in', { staffId: chosen, pin }).then(
      (answer) =>
        answer.kind === 'done'
          ? store.dispatch({ kind: 'done' })
          : store.dispatch({ kind: 'trouble', trouble: { kind: 'refused', code: answer.code } }),
      () => store.dispatch({ kind: 'trouble', trouble: { kind: 'refused', code: 'failed' } }),
    );
  };

  const run: RunCommand = (command) => {
    if (command.kind === 'digit') {
      if (waits === null)
        store.dispatch({ kind: 'digit', digits: command.digit, people, reasons: [] });
    } else if (command.kind === 'move') store.dispatch({ kind: 'move', by: command.by, people });
    else if (command.kind === 'backspace' || command.kind === 'clear') store.dispatch(command);
    else if (command.kind === 'back') store.dispatch({ kind: 'clear' });
    else if (command.kind === 'confirm') submit();
    // All other keys are for whoever has signed in.
    return true;
  };
  return { state, dispatch: store.dispatch, run, submit, waits };
}

function LockHead({ view, nowMs }: { readonly view: ReadyView; readonly nowMs: number }) {
  const { t } = useTranslation();
  const shop = [view.brandName, view.store?.name].filter(Boolean).join(' · ');
  return (
    <header className={styles['lockHead']}>
      <Icon name="lock" size="1.75rem" />
      <h1 className={styles['lockShop']} title={shop}>
        {shop}
      </h1>
      <span className={styles['lockState']}>{t('staff.lock.title')}</span>
      <time dateTime={new Date(nowMs).toISOString()}>
        {formatLongDay(nowMs, view.language)} <strong>{formatClock(nowMs)}</strong>
      </time>
    </header>
  );
}

type LockFootProps = {
  readonly view: ReadyView;
  readonly isBegun: boolean;
  readonly isNumbered: boolean;
};

function LockFoot({ view, isBegun, isNumbered }: LockFootProps) {
  const { t } = useTranslation();
  const { notice } = view;
  // Only what is said of the staff: other sentences may name a member.
  const said =
    notice !== null && notice.code !== 'pin-wrong' && Object.hasOwn(staffNoticeZhTw, notice.code)
      ? notice
      : null;
  return (
    <footer className={styles['lockFoot']}>
      {said === null ? (
        <p className={styles['badgeHint']}>
          <Icon name="scan" />
          {t('staff.lock.badge')}
        </p>
      ) : (
        <p
          className={styles['badgeHint']}
          role="status"
          data-tone={said.tone}
          data-code={said.code}
        >
          <Icon name={said.tone} />
          {noticeSentence(t, said, view.language)}
        </p>
      )}
      <p className={styles['keysHint']}>
        {isBegun ? <span data-kept="">{t('staff.lock.kept')}</span> : null}
        <span>{t(isNumbered ? 'staff.lock.keysNumbered' : 'staff.lock.keys')}</span>
      </p>
    </footer>
  );
}
