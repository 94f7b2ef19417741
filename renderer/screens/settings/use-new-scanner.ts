import { useCallback, useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SerialPortChoice, SerialSettings } from '../../../app/contract/serial-settings.ts';
import { useCounter, useLanguage } from '../../counter-context.tsx';
import { refusalSentence } from '../../i18n/notice-words.ts';
import { typedByHand } from './port-options.ts';
import { useSerialDetection } from './use-serial-detection.ts';

export type LineSettings = Omit<SerialSettings, 'path' | 'identity'>;

const usualLine: LineSettings = {
  baudRate: 9600,
  dataBits: 8,
  parity: 'none',
  ending: 'suffix',
};

/** Ports of this PC, asked for when the form opens and on request. */
function usePorts() {
  const { call } = useCounter();
  const [ports, setPorts] = useState<readonly SerialPortChoice[]>([]);
  const refresh = useCallback(() => {
    call('device:list-ports', {}).then(
      (answer) => setPorts(answer.ports),
      () => setPorts([]),
    );
  }, [call]);
  useEffect(refresh, [refresh]);
  return { ports, refresh };
}

/** The form's state: what a search found or a person chose, and saving it. */
export function useNewScanner() {
  const { t } = useTranslation();
  const { call } = useCounter();
  const language = useLanguage();
  const { ports, refresh } = usePorts();
  const detection = useSerialDetection();
  const [name, setName] = useState<string>(t('settings.scannerNameDefault'));
  const [chosen, setChosen] = useState(typedByHand);
  const [typedPath, setTypedPath] = useState('');
  const [line, setLine] = useState(usualLine);
  const [refusal, setRefusal] = useState<string | null>(null);
  const path = chosen === typedByHand ? typedPath.trim() : chosen;

  const { state } = detection;
  const found = state.kind === 'found' ? state : null;
  const filled = useRef<typeof found>(null);
  useEffect(() => {
    if (found === null || filled.current === found) return;
    filled.current = found;
    const { path: foundPath, identity: _, ...talk } = found.settings;
    setChosen(ports.some((port) => port.path === foundPath) ? foundPath : typedByHand);
    setTypedPath(foundPath);
    setLine(talk);
    setRefusal(null);
  }, [found, ports]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setRefusal(null);
    if (path === '' || name.trim() === '') return;
    const known = found?.port.path === path ? found.port : ports.find((p) => p.path === path);
    const settings: SerialSettings = { ...line, path, identity: known?.identity ?? null };
    // The search lets go of the port before the counter opens it.
    call('serial-detection:stop', {})
      .then(() => call('device:add-serial', { name: name.trim(), settings }))
      .then(
        (outcome) => {
          if (outcome.kind === 'refused') setRefusal(refusalSentence(t, outcome.code, language));
          else {
            setTypedPath('');
            setChosen(typedByHand);
            setLine(usualLine);
          }
          detection.stop();
        },
        () => setRefusal(t('common.failed')),
      );
  };
  return {
    detection,
    ports,
    refresh,
    name,
    setName,
    chosen,
    setChosen,
    typedPath,
    setTypedPath,
    line,
    setLine,
    path,
    refusal,
    submit,
  };
}
