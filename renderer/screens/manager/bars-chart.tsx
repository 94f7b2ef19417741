import type { CSSProperties } from 'react';
import { formatWhole } from '../../i18n/format.ts';
import styles from './bars-chart.module.css';

type BarsChartProps = {
  readonly bars: readonly { readonly label: string; readonly value: number }[];
  /** What it shows, for who cannot see it; the numbers stand in the table beside it. */
  readonly label: string;
  /** The name of the numbers. */
  readonly unit: string;
  /** A row for each bar, with its name before it; else they stand side by side. */
  readonly lies?: boolean;
};

/**
 * Characters of names that keep apart under all standing bars; of more only every second or third is written.
 * Long names stand where the chart is narrow.
 */
const nameCharsMax = { short: 96, long: 44 } as const;
const longNameChars = 7;
/** Characters of numbers that keep apart over standing bars; more are left to the table. */
const numberCharsMax = 84;

/** Bars of one kind in the colours of the theme; nothing moves, nothing takes the focus. */
export function BarsChart({ bars, label, unit, lies = false }: BarsChartProps) {
  return (
    <div role="img" aria-label={label} className={styles['chart']}>
      <span className={styles['unit']}>{unit}</span>
      {lies ? <LyingBars bars={bars} /> : <StandingBars bars={bars} />}
    </div>
  );
}

type Bars = Pick<BarsChartProps, 'bars'>;

/** A whole day stands in two lines, its year below: side by side four of them run into each other. */
function nameLines(label: string): readonly [first: string, second?: string] {
  const [, year, day] = /^(\d+)\/(\d+\/\d+)$/.exec(label) ?? [];
  return day === undefined || year === undefined ? [label] : [day, year];
}

/** A size between 0 and 1 that the style sheet turns into a length. */
function share(value: number): CSSProperties {
  return { '--share': value } as CSSProperties;
}

function StandingBars({ bars }: Bars) {
  const max = niceMax(Math.max(...bars.map(({ value }) => Math.max(value, 0))));
  const names = bars.map(({ label }) => nameLines(label));
  const nameChars = Math.max(0, ...names.map(([first]) => first.length)) + 1;
  const room = nameCharsMax[nameChars > longNameChars ? 'long' : 'short'];
  const step = Math.ceil((bars.length * nameChars) / room);
  const numberChars = formatWhole(max).length + 1;
  return (
    <div
      className={styles['standing']}
      data-numbered={bars.length * numberChars <= numberCharsMax || undefined}
      data-two-lines={names.some(([, second]) => second !== undefined) || undefined}
    >
      <div className={styles['scale']}>
        {[1, 0.5, 0].map((at) => (
          <span key={at} style={share(at)}>
            {formatWhole(Math.round(max * at))}
          </span>
        ))}
      </div>
      <div className={styles['plot']}>
        {bars.map(({ label, value }, n) => (
          <div key={n} className={styles['column']} title={`${label}: ${formatWhole(value)}`}>
            <div className={styles['pillar']} style={share(Math.max(value, 0) / max)}>
              {value === 0 ? null : <span>{formatWhole(value)}</span>}
            </div>
            <small>
              {(n % step === 0 ? (names[n] ?? []) : []).map((line) => (
                <span key={line}>{line}</span>
              ))}
            </small>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Below 0 a bar goes to the left of the line from which all begin. */
function LyingBars({ bars }: Bars) {
  const values = bars.map(({ value }) => value);
  const low = Math.min(0, ...values);
  const span = Math.max(0, ...values) - low || 1;
  return (
    <ol className={styles['lying']}>
      {bars.map(({ label, value }, n) => (
        <li key={n}>
          <span className={styles['name']} title={label}>
            {label}
          </span>
          <span className={styles['track']}>
            {value === 0 ? null : (
              <span
                className={styles['bar']}
                data-below={value < 0 || undefined}
                style={
                  {
                    '--from': (Math.min(0, value) - low) / span,
                    '--share': Math.abs(value) / span,
                  } as CSSProperties
                }
              />
            )}
          </span>
          <strong>{formatWhole(value)}</strong>
        </li>
      ))}
    </ol>
  );
}

/** The next number of the kind 1, 2, 5, 10, 20 … : half of it is whole from 2 on. */
function niceMax(value: number): number {
  if (value <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= value) ?? value;
}
