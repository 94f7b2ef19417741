import { useTranslation } from 'react-i18next';
import { wedgeTestBars, wedgeTestQr } from './wedge-test-code.ts';
import styles from './wedge-settings.module.css';

const quietModules = 10;
const barHeight = 60;

/** Dark bars as one path; widths come in turn, bar first. */
function barsPath(): { readonly path: string; readonly width: number } {
  let x = quietModules;
  let path = '';
  [...wedgeTestBars].forEach((width, index) => {
    if (index % 2 === 0) path += `M${x} 0h${width}v${barHeight}h-${width}z`;
    x += Number(width);
  });
  return { path, width: x + quietModules };
}

function qrPath(): string {
  let path = '';
  wedgeTestQr.forEach((row, y) => {
    [...row].forEach((module, x) => {
      if (module === '1') path += `M${x + 4} ${y + 4}h1v1h-1z`;
    });
  });
  return path;
}

const bars = barsPath();
const qr = { path: qrPath(), width: wedgeTestQr.length + 8 };

/** The test code to scan from the screen or from print, both kinds that imagers read. */
export function WedgeCodes() {
  const { t } = useTranslation();
  return (
    <div className={styles['codes']} role="img" aria-label={t('wedge.codesLabel')}>
      <svg
        className={styles['bars']}
        viewBox={`0 0 ${bars.width} ${barHeight}`}
        preserveAspectRatio="none"
        shapeRendering="crispEdges"
      >
        <path d={bars.path} />
      </svg>
      <svg
        className={styles['qr']}
        viewBox={`0 0 ${qr.width} ${qr.width}`}
        shapeRendering="crispEdges"
      >
        <path d={qr.path} />
      </svg>
    </div>
  );
}
