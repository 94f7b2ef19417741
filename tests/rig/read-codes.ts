import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** A code as an independent decoder reads it: `QRCode`, `EAN13`, … */
export type ReadCode = { readonly format: string; readonly text: string };

/** Reads every bar code and QR in a picture (PNG), as a phone or scanner that looks at the screen would. */
export async function readCodes(png: Uint8Array): Promise<readonly ReadCode[]> {
  // The package would fetch it from the web.
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const file = await readFile(path);
  const wasmBinary = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const codes = await readBarcodes(new Blob([new Uint8Array(png)]), { tryHarder: true });
  return codes.map(({ format, text }) => ({ format, text }));
}
