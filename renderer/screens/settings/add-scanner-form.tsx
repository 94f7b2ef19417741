import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { baudRates } from '../../../app/contract/serial-settings.ts';
import { Button } from '../../controls/button.tsx';
import controlStyles from '../../controls/controls.module.css';
import { TextField } from '../../controls/text-field.tsx';
import formStyles from '../form.module.css';
import findStyles from './find-scanner.module.css';
import { FindScanner } from './find-scanner.tsx';
import { portOptions, typedByHand } from './port-options.ts';
import styles from './settings.module.css';
import { useNewScanner, type LineSettings } from './use-new-scanner.ts';

/** Adds a serial scanner: found by scanning any code, or its port and settings given by hand. */
export function AddScannerForm() {
  const { t } = useTranslation();
  const scanner = useNewScanner();
  const { kind } = scanner.detection.state;
  // One thing at a time: what a search finds is saved with its own button.
  const isSearching = kind === 'listening' || kind === 'found';
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
      <FindScanner detection={scanner.detection} path={scanner.path === '' ? null : scanner.path} />
      {scanner.refusal ? (
        <p className={formStyles['trouble']} role="alert">
          {scanner.refusal}
        </p>
      ) : null}
      {isSearching ? null : (
        <>
          <h3 className={findStyles['manual']}>{t('findScanner.manual')}</h3>
          <PortChoice scanner={scanner} />
          <LineChoices line={scanner.line} onLine={scanner.setLine} />
          <Button type="submit">{t('settings.add')}</Button>
        </>
      )}
    </form>
  );
}

function PortChoice({ scanner }: { scanner: ReturnType<typeof useNewScanner> }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles['portRow']}>
        <Choice
          name="port"
          label={t('settings.port')}
          value={scanner.chosen}
          onChoose={scanner.setChosen}
          options={portOptions(scanner.ports, scanner.chosen, t('settings.portManual'))}
        />
        <Button onClick={scanner.refresh}>{t('settings.portRefresh')}</Button>
      </div>
      {scanner.chosen === typedByHand ? (
        <TextField
          name="portPath"
          maxLength={260}
          required
          label={t('settings.portManualLabel')}
          value={scanner.typedPath}
          onText={scanner.setTypedPath}
        />
      ) : null}
    </>
  );
}

const formats = [
  [8, 'none'],
  [8, 'even'],
  [8, 'odd'],
  [7, 'none'],
  [7, 'even'],
  [7, 'odd'],
] as const;
const endings = ['suffix', 'silence'] as const;

function LineChoices(props: {
  readonly line: LineSettings;
  readonly onLine: (line: LineSettings) => void;
}) {
  const { t } = useTranslation();
  const { line, onLine } = props;
  return (
    <>
      <div className={findStyles['pair']}>
        <Choice
          name="baudRate"
          label={t('settings.baudRate')}
          value={String(line.baudRate)}
          onChoose={(text) =>
            onLine({ ...line, baudRate: baudRates.find((baud) => String(baud) === text) ?? 9600 })
          }
          options={baudRates.map((baud) => [String(baud), t('settings.baud', { baud })] as const)}
        />
        <Choice
          name="dataFormat"
          label={t('findScanner.format')}
          value={`${line.dataBits}${line.parity}`}
          onChoose={(text) => {
            const [dataBits, parity] = formats.find((one) => one.join('') === text) ?? formats[0];
            onLine({ ...line, dataBits, parity });
          }}
          options={formats.map(
            ([bits, parity]) =>
              [`${bits}${parity}`, t(`findScanner.formats.${bits}${parity}`)] as const,
          )}
        />
      </div>
      <Choice
        name="ending"
        label={t('findScanner.ending')}
        value={line.ending}
        onChoose={(text) =>
          onLine({ ...line, ending: endings.find((ending) => ending === text) ?? 'suffix' })
        }
        options={endings.map((ending) => [ending, t(`findScanner.endings.${ending}`)] as const)}
      />
    </>
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
