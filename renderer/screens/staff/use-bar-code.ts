import { useEffect, useState } from 'react';
import { drawCodes, type DrawnCode } from '../scanners/draw-code.ts';

/** The text as a Code 128; null until it is drawn. */
export function useBarCode(text: string): DrawnCode | 'failed' | null {
  const [drawn, setDrawn] = useState<{ text: string; code: DrawnCode | 'failed' } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const show = (code: DrawnCode | 'failed'): void => {
      if (isCurrent) setDrawn({ text, code });
    };
    drawCodes([{ symbology: 'code128', content: text }]).then(
      ([code]) => show(code ?? 'failed'),
      () => show('failed'),
    );
    return () => {
      isCurrent = false;
    };
  }, [text]);
  return drawn?.text === text ? drawn.code : null;
}
