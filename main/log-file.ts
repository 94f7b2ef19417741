import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Beyond this the file becomes `<name>.1`, replacing the one before: 2 MiB of log at most. */
export const logBytesMax = 1024 * 1024;

const textLengthMax = 200;

/** Values of a log line. Pass codes, counts and times; never what a member or a cashier typed. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;
export type Log = (event: string, fields?: LogFields) => void;

/**
 * One JSON line per event. Runs of four or more digits are blotted out in texts, so that an error
 * message cannot carry a phone, a card or an invoice number into the file. A log that cannot be
 * written never stops the till.
 */
export function createLogFile(filePath: string, nowMs: () => number): Log {
  let sizeBytes = sizeOf(filePath);
  return (event, fields = {}) => {
    const blotted = Object.entries(fields).map(([name, value]) => [name, blot(value)]);
    const line = `${JSON.stringify({ atMs: nowMs(), event, ...Object.fromEntries(blotted) })}\n`;
    try {
      if (sizeBytes > 0 && sizeBytes + Buffer.byteLength(line) > logBytesMax) {
        renameSync(filePath, `${filePath}.1`);
        sizeBytes = 0;
      }
      if (sizeBytes === 0) mkdirSync(dirname(filePath), { recursive: true });
      appendFileSync(filePath, line, { mode: 0o600 });
      sizeBytes += Buffer.byteLength(line);
    } catch {
      sizeBytes = sizeOf(filePath);
    }
  };
}

/** An error as log fields: its kind and words, no stack and no path beyond the file's name. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const frame = /([\w.-]+:\d+):\d+\)?$/m.exec(error.stack ?? '')?.[1] ?? null;
  const code = 'code' in error ? String(error.code) : null;
  return { error: error.name, message: error.message, code, frame };
}

function blot(value: string | number | boolean | null): string | number | boolean | null {
  return typeof value === 'string' ? value.slice(0, textLengthMax).replace(/\d{4,}/g, '#') : value;
}

function sizeOf(filePath: string): number {
  return statSync(filePath, { throwIfNoEntry: false })?.size ?? 0;
}
