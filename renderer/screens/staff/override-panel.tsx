import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import {
  overrideReasonSchema,
  type OverrideReason,
  type StaffView,
} from '../../../app/contract/staff.ts';
import { Button, KeyCap } from '../../controls/button.tsx';
import { Icon } from '../../controls/icon.tsx';
import { useCounter } from '../../counter-context.tsx';
import type { OverrideAsk } from '../../override-desk.ts';
import { useStepStore } from '../../step-store.ts';
import type { RunCommand } from '../use-commands.ts';
import { useTakeKeys, type KeysFirst } from './keys-first.ts';
import { PeopleList } from './people-list.tsx';
import { PinDots } from './pin-dots.tsx';
import { PinPad } from './pin-pad.tsx';
import { firstPin, missingInPin, stepPin } from './pin-state.ts';
import { pinTroubleWords, triesLeftOf, waitWords } from './pin-words.ts';
import styles from './staff.module.css';
import { useNowMs } from './use-now.ts';

type OverridePanelProps = {
  readonly view: ReadyView;
  readonly staff: StaffView;
  readonly ask: OverrideAsk;
  readonly keys: KeysFirst;
};

const reasons: readonly OverrideReason[] = overrideReasonSchema.options;

/** A manager allows one thing once: the reason first, by whoever asks, then the manager's own PIN. */
export function OverridePanel({ view, staff, ask, keys }: OverridePanelProps) {
  const { t } = useTranslation();
  const nowMs = useNowMs();
  const desk = useOverride(staff, ask, nowMs);
  useTakeKeys(keys, desk.run);
  const { state, waits } = desk;
  const trouble = state.trouble
    ? pinTroubleWords(t, state.trouble, triesLeftOf(view.notice))
    : null;
  return (
    <section
      className={styles['override']}
      role="dialog"
      aria-modal="true"
      aria-label={t('staff.override.title')}
      data-override={ask.permission}
    >
      <header className={styles['overrideHead']}>
        <Icon name="lock" size="1.75rem" />
        <div>
          <h2>{t('staff.override.title')}</h2>
          <p>
            {t(`staff.override.want.${ask.permission}`)} {t('staff.override.once')}
          </p>
        </div>
      </header>
      <div className={styles['overrideLeft']}>
        <h3>{t('staff.override.why')}</h3>
        <ReasonChoice
          chosen={state.reason}
          onChoose={(reason) => desk.dispatch({ kind: 'reason', reason })}
        />
        <h3>{t('staff.override.who')}</h3>
        <PeopleList
          label={t('staff.override.who')}
          people={desk.managers}
          chosen={state.chosen}
          onChoose={(staffId) => desk.dispatch({ kind: 'choose', staffId })}
        />
      </div>
      <div className={styles['lockPin']}>
        <h3 className={styles['pinOf']} title={desk.pinLabel}>
          {desk.pinLabel}
        </h3>
        <PinDots typed={state.pin.length} label={desk.pinLabel} />
        <p className={styles['said']} role="alert" data-said={waits || trouble ? 'trouble' : ''}>
          {waits ?? trouble ?? ''}
        </p>
        <PinPad disabled={waits !== null || state.reason === null} onKey={desk.run} />
      </div>
      <footer className={styles['overrideFoot']}>
        <span className={styles['keysHint']}>{t('staff.override.keys')}</span>
        <Button keyName="Esc" onClick={desk.cancel}>
          {t('common.cancel')}
        </Button>
        <Button
          look="primary"
          keyName="Enter"
          disabled={waits !== null || state.checking}
          onClick={desk.submit}
          data-allow=""
        >
          {t(state.checking ? 'staff.lock.checking' : 'staff.override.allow')}
        </Button>
      </footer>
    </section>
  );
}

/** What is chosen and typed, what keys do to it, and the call. */
function useOverride(staff: StaffView, ask: OverrideAsk, nowMs: number) {
  const { t } = useTranslation();
  const { call, overrides } = useCounter();
  const managers = staff.people.filter(({ role }) => role === 'manager');
  const [state, store] = useStepStore(stepPin, firstPin(managers[0]?.staffId ?? null, null));
  const manager = managers.find(({ staffId }) => staffId === state.chosen);
  const waits = waitWords(t, { untilMs: manager?.waitUntilMs ?? null, nowMs }, 'waitManager');

  const submit = (): void => {
    const { chosen, pin, reason, checking } = store.get();
    const missing = missingInPin(store.get());
    if (checking || waits !== null) return;
    if (missing !== null || chosen === null || reason === null || reason === 'none')
      return store.dispatch({ kind: 'trouble', trouble: missing ?? { kind: 'nobody' } });
    store.dispatch({ kind: 'check' });
    call('staff:allow', { staffId: chosen, pin, permission: ask.permission, reason }).then(
      (answer) =>
        answer.kind === 'done'
          ? overrides?.allow()
          : store.dispatch({ kind: 'trouble', trouble: { kind: 'refused', code: answer.code } }),
      () => store.dispatch({ kind: 'trouble', trouble: { kind: 'refused', code: 'failed' } }),
    );
  };
  const cancel = (): void => overrides?.cancel();

  const run: RunCommand = (command) => {
    if (command.kind === 'digit') {
      const typed = { digits: command.digit, people: managers, reasons };
      if (waits === null) store.dispatch({ kind: 'digit', ...typed });
    } else if (command.kind === 'move')
      store.dispatch({ kind: 'move', by: command.by, people: managers });
    else if (command.kind === 'backspace' || command.kind === 'clear') store.dispatch(command);
    else if (command.kind === 'back') cancel();
    else if (command.kind === 'confirm') submit();
    return true;
  };
  const pinLabel = t('staff.override.pin');
  return { state, dispatch: store.dispatch, run, submit, cancel, waits, managers, pinLabel };
}

type ReasonChoiceProps = {
  readonly chosen: string | null;
  readonly onChoose: (reason: OverrideReason) => void;
};

function ReasonChoice({ chosen, onChoose }: ReasonChoiceProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['reasons']} role="radiogroup" aria-label={t('staff.override.why')}>
      {reasons.map((reason, index) => (
        <button
          key={reason}
          type="button"
          role="radio"
          className={styles['person']}
          data-reason={reason}
          aria-checked={reason === chosen}
          tabIndex={reason === chosen || (chosen === null && index === 0) ? 0 : -1}
          onClick={() => onChoose(reason)}
        >
          <KeyCap name={String(index + 1)} />
          <span className={styles['reasonWords']}>{t(`staff.reason.${reason}`)}</span>
        </button>
      ))}
    </div>
  );
}
