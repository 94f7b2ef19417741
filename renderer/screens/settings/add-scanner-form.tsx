import { useCallback, useEffect, useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCallOut, SerialSettings } from '../../../app/contract/counter-calls.ts';
import { Button } from '../../controls/button.tsx';
import controlStyles from '../../controls/controls.module.css';
import { TextField } from '../../controls/text-field.tsx';
import { useCounter, useLanguage } from '../../counter-context.tsx';
import { refusalSentence } from '../../i18n/notice-words.ts';
import formStyles from '../form.module.css';
import styles from './settings.module.css';

const baudRates = [
  9600, 19200, 38400, 57600, 115200,
] as const satisfies readonly SerialSettings['baudRate'][];

/** Stands for "typed by hand" in the choice of ports: virtual ports are in no list. */
const manual = '';

type Ports = CounterCallOut<'device:list-ports'>['ports'];

/** Ports of this PC, asked for when the form opens and on request. */
function usePorts(): { ports: Ports; refresh: () => void } {
  const { call } = useCounter();
  const [ports, setPorts] = useState<Ports>([]);
  const refresh = useCallback(() => {
    call('device:list-ports', {}).then(
      (answer) => setPorts(answer.ports),
      () => setPorts([]),
    );
  }, [call]);
  useEffect(refresh, [refresh]);
  return { ports, refresh };
}

/** The form's state. */
function useNewScanner() {
  const { t } = useTranslation();
  const { call } = useCounter();
  const language = useLanguage();
  const [name, setName] = useState<string>(t('settings.scannerNameDefault'));
  const [chosen, setChosen] = useState(manual);
  const [typedPath, setTypedPath] = useState('');
  const [baudRate, setBaudRate] = useState<SerialSettings['baudRate']>(9600);
  const [refusal, setRefusal] = useState<string | null>(null);
  const path = chosen === manual ? typedPath.trim() : chosen;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setRefusal(null);
    if (path === '' || name.trim() === '') return;
    call('device:add-serial', { name: name.trim(), settings: { path, baudRate } }).then(
      (outcome) => {
        if (outcome.kind === 'refused') setRefusal(refusalSentence(t, outcome.code, language));
        else setTypedPath('');
      },
      () => setRefusal(t('common.failed')),
    );
  };
  const chooseBaud = (text: string): void =>
    setBaudRate(baudRates.find((baud) => String(baud) === text) ?? 9600);
  return {
    name,
    setName,
    chosen,
    setChosen,
    typedPath,
    setTypedPath,
    baudRate,
    chooseBaud,
    refusal,
    submit,
  };
}

/** Adds a serial scanner: a port of the list or a path typed by hand, and its speed. */
export function AddScannerForm() {
  const { t } = useTranslation();
  const { ports, refresh } = usePorts();
  const scanner = useNewScanner();
  return (
    <form className={formStyles['form']} onSubmit={scanner.submit} data-form="add-scanner">
      <TextField
        name="scannerName"
        maxLength={40}
        required
        label={t('settings.scannerName')}
        value={scanner.name}
        onText={scanner.setName}
      />
      <div className={styles['portRow']}>
        <Choice
          name="port"
          label={t('settings.port')}
          value={scanner.chosen}
          onChoose={scanner.setChosen}
          options={[
            ...ports.map((port) => [port.path, port.label || port.path] as const),
            [manual, t('settings.portManual')],
          ]}
        />
        <Button onClick={refresh}>{t('settings.portRefresh')}</Button>
      </div>
      {scanner.chosen === manual ? (
        <TextField
          name="portPath"
          maxLength={260}
          required
          label={t('settings.portManualLabel')}
          value={scanner.typedPath}
          onText={scanner.setTypedPath}
        />
      ) : null}
      <Choice
        name="baudRate"
        label={t('settings.baudRate')}
        value={String(scanner.baudRate)}
        onChoose={scanner.chooseBaud}
        options={baudRates.map((baud) => [String(baud), t('settings.baud', { baud })] as const)}
      />
      {scanner.refusal ? (
        <p className={formStyles['trouble']} role="alert">
          {scanner.refusal}
        </p>
      ) : null}
      <Button look="primary" type="submit">
        {t('settings.add')}
      </Button>
    </form>
  );
}

type ChoiceProps = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly onChoose: (value: string) => void;
};

function Choice({ name, label, value, options, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <div className={controlStyles['field']}>
      <label className={controlStyles['label']} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        name={name}
        className={controlStyles['input']}
        value={value}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {options.map(([optionValue, words]) => (
          <option key={optionValue} value={optionValue}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
