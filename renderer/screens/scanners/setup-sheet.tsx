import { useTranslation } from 'react-i18next';
import type { DrawnCode } from './draw-code.ts';
import { kindWords } from './scan-words.ts';
import type { DrawnSheet } from './setup-sheet-panel.tsx';
import { makersInWords, sheetTests, type SheetCode } from './sheet-codes.ts';
import styles from './setup-sheet.module.css';

const goals = ['interface', 'suffix', 'aim', 'ascii', 'alt', 'charset'] as const;

type SheetProps = { readonly drawn: DrawnSheet; readonly appVersion: string };

/** One page A4: codes to try a scanner with, how it should be set, and where to find how. */
export function SetupSheet({ drawn, appVersion }: SheetProps) {
  const { t } = useTranslation();
  return (
    <article className={styles['sheet']}>
      <h1>{t('scanners.sheet.title')}</h1>
      <p>{t('scanners.sheet.lead')}</p>
      <h2>{t('scanners.sheet.tests')}</h2>
      <div className={styles['codes']}>
        {sheetTests.map((code, index) => (
          <figure key={code.name} data-code={code.name}>
            <CodePicture code={code} drawn={drawn[index]} />
            <figcaption>
              <strong>{t(`scanners.sheet.test.${code.name}`)}</strong>
              {code.symbology === 'qrcode' ? null : <code>{code.content}</code>}
              <span>{t('scanners.sheet.expect', { kind: kindWords(t, code.kind) })}</span>
            </figcaption>
          </figure>
        ))}
      </div>
      <h2>{t('scanners.sheet.goals')}</h2>
      <ul className={styles['goals']}>
        {goals.map((goal) => (
          <li key={goal}>{t(`scanners.sheet.goal.${goal}`)}</li>
        ))}
      </ul>
      <Makers />
      <footer>{t('scanners.sheet.foot', { version: appVersion })}</footer>
    </article>
  );
}

function Makers() {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('scanners.sheet.vendors')}</h2>
      <p>{t('scanners.sheet.notStated')}</p>
      <dl className={styles['makers']}>
        {makersInWords.map(([maker, name]) => (
          <div key={maker}>
            <dt>{name ?? t('scanners.sheet.otherMakes')}</dt>
            <dd>{t(`scanners.sheet.words.${maker}`)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

type PictureProps = { readonly code: SheetCode; readonly drawn: DrawnCode | undefined };

function CodePicture({ code, drawn }: PictureProps) {
  if (drawn === undefined) return null;
  return (
    <svg
      className={code.symbology === 'qrcode' ? styles['qr'] : styles['bars']}
      viewBox={`0 0 ${drawn.width} ${drawn.height}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={code.content}
    >
      <rect width={drawn.width} height={drawn.height} fill="#fff" />
      <path d={drawn.path} />
    </svg>
  );
}
