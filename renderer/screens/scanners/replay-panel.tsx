import { useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCallOut } from '../../../app/contract/counter-calls.ts';
import {
  sampleTranscripts,
  type SampleTranscript,
} from '../../../app/domain/sample-transcripts.ts';
import { Button } from '../../controls/button.tsx';
import { useCounter } from '../../counter-context.tsx';
import { zhTw } from '../../i18n/zh-tw.ts';
import { formatWhole } from '../../i18n/format.ts';
import styles from './scanners.module.css';

const samples = Object.keys(sampleTranscripts) as SampleTranscript[];

type ReplayProps = {
  readonly testing: boolean;
  /** Scans still to come; null while nothing is played. */
  readonly left: number | null;
};

/** Plays transcripts as if somebody scanned: for training, and to see what a setting changes. */
export function ReplayPanel({ testing, left }: ReplayProps) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [trouble, setTrouble] = useState<string | null>(null);
  const words = useReplayWords();
  const play = (transcript: string): void => {
    call('scanner:replay', { transcript }).then(
      (answer) => setTrouble(words(answer)),
      () => setTrouble(t('common.failed')),
    );
  };
  return (
    <div className={styles['replay']}>
      <h3>{t('scanners.replay.title')}</h3>
      <p>{t('scanners.replay.hint')}</p>
      {testing ? null : <p className={styles['need']}>{t('scanners.replay.needTest')}</p>}
      <Samples testing={testing} onPlay={play} onTrouble={() => setTrouble(t('common.failed'))} />
      {left === null ? null : (
        <p className={styles['playing']} role="status" data-replay-left={left}>
          {t('scanners.replay.left', { n: formatWhole(left) })}
          <Button
            size="small"
            onClick={() => void call('scanner:stop-replay', {}).catch(() => undefined)}
          >
            {t('scanners.replay.stop')}
          </Button>
        </p>
      )}
      {trouble === null ? null : (
        <p className={styles['trouble']} role="alert">
          {trouble}
        </p>
      )}
    </div>
  );
}

type SamplesProps = {
  readonly testing: boolean;
  readonly onPlay: (transcript: string) => void;
  readonly onTrouble: () => void;
};

/** The transcripts that ship, and a file of one's own. */
function Samples({ testing, onPlay, onTrouble }: SamplesProps) {
  const { t } = useTranslation();
  const playFile = (event: ChangeEvent<HTMLInputElement>): void => {
    const field = event.currentTarget;
    const [file] = field.files ?? [];
    file?.text().then(onPlay, onTrouble);
    field.value = '';
  };
  return (
    <ul className={styles['samples']}>
      {samples.map((name) => {
        const title = t(`scanners.replay.${name}`);
        return (
          <li key={name}>
            <span>{title}</span>
            <Button
              size="small"
              disabled={!testing}
              data-play={name}
              aria-label={t('scanners.replay.playOf', { name: title })}
              onClick={() => onPlay(sampleTranscripts[name])}
            >
              {t('scanners.replay.play')}
            </Button>
          </li>
        );
      })}
      <li>
        <span>{t('scanners.replay.fileLabel')}</span>
        <span className={styles['file']}>
          <input
            id="replay-file"
            type="file"
            accept=".txt,text/plain"
            disabled={!testing}
            onChange={playFile}
          />
          <label htmlFor="replay-file">{t('scanners.replay.file')}</label>
        </span>
      </li>
    </ul>
  );
}

/** Why a transcript was not played; null when it is. */
function useReplayWords(): (answer: CounterCallOut<'scanner:replay'>) => string | null {
  const { t } = useTranslation();
  const { why: whys, refused } = zhTw.scanners.replay;
  return (answer) => {
    if (answer.kind === 'done') return null;
    if (answer.kind === 'bad-line') {
      const { line, why } = answer;
      const words = hasText(whys, why) ? t(`scanners.replay.why.${why}`) : why;
      return t('scanners.replay.badLine', { line: formatWhole(line), why: words });
    }
    const { code } = answer;
    return hasText(refused, code) ? t(`scanners.replay.refused.${code}`) : t('common.failed');
  };
}

function hasText<T extends object>(texts: T, code: string): code is string & keyof T {
  return Object.hasOwn(texts, code);
}
