import { useTranslation } from 'react-i18next';
import { shownBytesMax, type SeenScan } from '../../../app/contract/scan-log.ts';
import { Chip } from '../../controls/chip.tsx';
import { formatWhole } from '../../i18n/format.ts';
import { clockMs, controlName, kindWords, shownBytes, wouldWords } from './scan-words.ts';
import styles from './scanners.module.css';

/** One scan: what it is, what it would do, and every byte of it. */
export function ScanDetail({ scan, device }: { scan: SeenScan; device: string }) {
  const { t } = useTranslation();
  return (
    <article className={styles['detail']} data-detail={scan.kind}>
      <div className={styles['headline']}>
        <h3>{kindWords(t, scan.kind)}</h3>
        {scan.repeated ? <Chip look="warn">{t('scanners.live.repeated')}</Chip> : null}
        <Chip look={scan.tested ? 'accent' : 'ok'}>
          {t(scan.tested ? 'scanners.live.tested' : 'scanners.live.handled')}
        </Chip>
        <span className={styles['quiet']}>
          {clockMs(scan.atMs)} · {device}
        </span>
      </div>
      <p className={styles['would']}>{wouldWords(t, scan)}</p>
      <Facts scan={scan} />
      <Bytes scan={scan} />
    </article>
  );
}

function Facts({ scan }: { scan: SeenScan }) {
  const { t } = useTranslation();
  const { length, durationMs, terminator } = scan;
  const notKnown = t('scanners.live.notKnown');
  const duration =
    durationMs === null
      ? notKnown
      : t('scanners.live.ms', { n: formatWhole(Math.round(durationMs)) });
  const facts = [
    [t('scanners.live.length'), t('scanners.live.bytes', { n: formatWhole(length) })],
    [t('scanners.live.duration'), duration],
    [t('scanners.live.terminator'), terminator === null ? notKnown : terminatorWords(terminator)],
  ] as const;
  function terminatorWords(hex: string): string {
    if (hex === '') return t('scanners.live.noTerminator');
    return shownBytes(hex)
      .map((byte) => `${controlName(byte.sign) ?? byte.sign} (${byte.hex})`)
      .join('  ');
  }
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Each byte as its sign over its hex value. */
function Bytes({ scan }: { scan: SeenScan }) {
  const { t } = useTranslation();
  const bytes = shownBytes(scan.hex + (scan.terminator ?? ''));
  return (
    <>
      <h4 className={styles['quiet']}>
        {t('scanners.live.raw')}
        {scan.length > shownBytesMax
          ? ` · ${t('scanners.live.more', { n: formatWhole(shownBytesMax) })}`
          : ''}
      </h4>
      <div className={styles['bytes']} data-bytes="" tabIndex={0} role="group">
        {bytes.map((byte, index) => (
          <span key={index}>
            <ByteSign sign={byte.sign} />
            <i>{byte.hex}</i>
          </span>
        ))}
      </div>
    </>
  );
}

/** A control character stands in a frame by its name, so that it is not taken for letters. */
function ByteSign({ sign }: { sign: string }) {
  const name = controlName(sign);
  return name === null ? <b>{sign}</b> : <b data-control="">{name}</b>;
}
