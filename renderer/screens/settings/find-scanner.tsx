import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SerialDetectionState } from '../../../app/contract/serial-detection.ts';
import type { SerialSettings } from '../../../app/contract/serial-settings.ts';
import { Button } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { Icon } from '../../controls/icon.tsx';
import styles from './find-scanner.module.css';
import type { SerialDetectionControl } from './use-serial-detection.ts';

type Of<K extends SerialDetectionState['kind']> = Extract<SerialDetectionState, { kind: K }>;

/**
 * "Scan any code now": the search for a scanner, above the form whose values it fills. `path` is the port
 * that was chosen there; null = every free one. Its last button is the form's own.
 */
export function FindScanner(props: {
  readonly detection: SerialDetectionControl;
  readonly path: string | null;
}) {
  const { detection, path } = props;
  const { state } = detection;
  return (
    <div className={styles['find']} data-detection={state.kind} role="status">
      {state.kind === 'listening' ? <Listening state={state} detection={detection} /> : null}
      {state.kind === 'found' ? <Found state={state} detection={detection} /> : null}
      {state.kind === 'failed' ? <Failed state={state} /> : null}
      {state.kind === 'idle' || state.kind === 'failed' ? (
        <Start detection={detection} path={path} />
      ) : null}
    </div>
  );
}

function Start({ detection, path }: { detection: SerialDetectionControl; path: string | null }) {
  const { t } = useTranslation();
  return (
    <>
      {detection.state.kind === 'idle' ? <p>{t('findScanner.lead')}</p> : null}
      <Button look="primary" data-find="" onClick={() => detection.start(path)}>
        <Icon name="scan" />
        {path === null ? t('findScanner.start') : t('findScanner.startOn', { path })}
      </Button>
    </>
  );
}

function Listening(props: { state: Of<'listening'>; detection: SerialDetectionControl }) {
  const { t } = useTranslation();
  const { state, detection } = props;
  const { attempt, attemptsMax, ports, settings, secondsLeft } = state;
  const [port] = ports;
  const facts = [
    ports.length === 1 && port !== undefined
      ? t('findScanner.listeningOne', { path: port.label || port.path })
      : t('findScanner.listeningAll', { n: ports.length }),
    t('settings.baud', { baud: settings.baudRate }),
    shortFormat(settings),
    t('findScanner.secondsLeft', { n: secondsLeft }),
  ];
  return (
    <>
      <p className={styles['now']}>
        <Icon name="scan" size="2rem" />
        {t('findScanner.scanNow')}
        <Chip look="accent">{t('findScanner.attempt', { attempt, max: attemptsMax })}</Chip>
      </p>
      {state.heard === 'unreadable' ? (
        <p className={styles['unreadable']}>{t('findScanner.unreadable')}</p>
      ) : null}
      <p className={styles['facts']}>{facts.join(' · ')}</p>
      <div className={styles['buttons']}>
        <Button data-next="" onClick={detection.next}>
          {t('findScanner.next')}
        </Button>
        <Button onClick={detection.stop}>{t('common.cancel')}</Button>
      </div>
    </>
  );
}

function Found(props: { state: Of<'found'>; detection: SerialDetectionControl }) {
  const { t } = useTranslation();
  const { port, settings, code, text } = props.state;
  const save = useRef<HTMLDivElement>(null);
  // Enter saves: whoever scanned has no hand at the mouse.
  useEffect(() => save.current?.querySelector('button')?.focus(), []);
  const what = [t(`findScanner.codes.${code}`), text ?? ''].join(' ').trim();
  const facts = [
    t('settings.baud', { baud: settings.baudRate }),
    shortFormat(settings),
    t(`findScanner.endings.${settings.ending}`),
  ];
  return (
    <>
      <p className={styles['now']}>
        <Icon name="ok" size="2rem" />
        <span>{t('findScanner.foundAt', { path: port.label || port.path })}</span>
      </p>
      <p>
        {t('findScanner.read', { what })}
        <span className={styles['facts']}>{facts.join(' · ')}</span>
      </p>
      <div className={styles['buttons']} ref={save}>
        <Button look="primary" type="submit" data-save="">
          {t('findScanner.save')}
        </Button>
        <Button onClick={() => props.detection.start(null)}>{t('findScanner.again')}</Button>
      </div>
    </>
  );
}

function Failed({ state }: { state: Of<'failed'> }) {
  const { t } = useTranslation();
  return <p className={styles['failed']}>{t(`findScanner.failed.${state.reason}`)}</p>;
}

const parityLetters = { none: 'N', even: 'E', odd: 'O' } as const;

/** As manuals write it: 8N1. */
function shortFormat({ dataBits, parity }: Pick<SerialSettings, 'dataBits' | 'parity'>): string {
  return `${dataBits}${parityLetters[parity]}1`;
}
