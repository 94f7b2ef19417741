import { useEffect, useState } from 'react';
import { drawCodes, type DrawnCode } from '../scanners/draw-code.ts';

/** The text as a QR; null until it is drawn, and when it cannot be. */
export function useQrCode(text: string): DrawnCode | null {
  const [drawn, setDrawn] = useState<{ text: string; code: DrawnCode | null } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const show = (code: DrawnCode | null): void => {
      if (isCurrent) setDrawn({ text, code });
    };
    drawCodes([{ symbology: 'qrcode', content: text }]).then(
      ([code]) => show(code ?? null),
      () => show(null),
    );
    return () => {
      isCurrent = false;
    };
  }, [text]);
  // Never the code of another text, not for one frame.
  return drawn?.text === text ? drawn.code : null;
}
