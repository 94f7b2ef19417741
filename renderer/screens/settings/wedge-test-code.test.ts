import bwipjs from 'bwip-js/node';
import { expect, test } from 'vitest';
import { encodeWedgeText, wedgeLayouts } from '../../../app/domain/wedge-layout.ts';
import { wedgeTestText } from '../../../app/domain/wedge-settings.ts';
import { wedgeTestBars, wedgeTestQr } from './wedge-test-code.ts';

test('the drawn codes carry the text', () => {
  const [bars] = bwipjs.raw({ bcid: 'code128', text: wedgeTestText });
  // `raw` takes each kind's own options, which its types do not know.
  const asQr = { bcid: 'qrcode', text: wedgeTestText, eclevel: 'M' };
  const [qr] = bwipjs.raw(asQr);
  if (bars === undefined || !('sbs' in bars)) throw new Error('no bars were drawn');
  if (qr === undefined || !('pixs' in qr)) throw new Error('no QR code was drawn');
  expect([...bars.sbs].join('')).toBe(wedgeTestBars);
  expect([...qr.pixs].join('')).toBe(wedgeTestQr.join(''));
});

test('every layout types the text by keys of its own', () => {
  const typed = wedgeLayouts.map((layout) =>
    JSON.stringify(encodeWedgeText(wedgeTestText, layout)),
  );
  expect(new Set(typed).size).toBe(wedgeLayouts.length);
  expect(typed).not.toContain('null');
});
