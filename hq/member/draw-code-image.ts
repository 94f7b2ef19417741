import { toBuffer } from 'bwip-js/node';

/** Pixels of one module: a phone of 360 px shows 16 letters of Code 128 without shrinking it below 1 px. */
const imageScale = 3;
const heightMm = 18;

/** A code as the bars of Code 128 with its letters below, a PNG. Rejects for letters it cannot hold. */
export async function drawCodeImage(text: string): Promise<Buffer> {
  return await toBuffer({
    bcid: 'code128',
    text,
    scale: imageScale,
    height: heightMm,
    includetext: true,
    textxalign: 'center',
    paddingwidth: 10,
    paddingheight: 4,
    backgroundcolor: 'FFFFFF',
  });
}
