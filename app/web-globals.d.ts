/**
 * The few web-standard globals that every runtime of ours has (Node, Electron, browsers) and that
 * app/domain and app/contract may use. Both are compiled without Node and DOM types on purpose.
 */
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(
    label?: 'utf-8' | 'big5' | 'utf-16le',
    options?: { fatal?: boolean; ignoreBOM?: boolean },
  );
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
