import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { copyOwnRows, type CopiedPlace } from './copy-own-rows.ts';
import type { OpenedFile } from './open-database.ts';
import { ownEventsMax } from './snapshot-tables.ts';
import { syncFolder } from './tape-disk.ts';

/** Where a swap may be cut off; told to tests and fault runs. */
export type SwapStep = 'attached' | 'copied' | 'log-gone' | 'closed' | 'renamed' | 'open';

export type SwapInput = CopiedPlace & {
  readonly filePath: string;
  /** The snapshot, whole and under this counter's own key. */
  readonly freshPath: string;
  readonly keyHex: string;
  readonly installId: string;
  readonly timeline: string;
  /** The tape: its place in the log file is no more. */
  readonly onLogGone: () => void;
  readonly onStep?: ((step: SwapStep) => void) | undefined;
};

export type SwapOutcome =
  | { readonly kind: 'swapped' }
  /** This counter has a past with HQ, or another HQ, by now: nothing was done. */
  | { readonly kind: 'not-fresh' };

/**
 * Puts a snapshot in the place of this counter's database, with all that was recorded here in it, and goes
 * on under the same handle. Runs without a pause, while nobody else uses the connection; some 50 ms. Cut
 * off anywhere, either the old file or the new one stands whole under the name: the new one is complete on
 * the disk before it gets the name, and the old one's log file is gone by then.
 */
export function swapInSnapshot(file: OpenedFile, input: SwapInput): SwapOutcome {
  const { filePath, freshPath, onStep = () => {} } = input;
  if (!isFresh(file.raw, input)) return { kind: 'not-fresh' };
  takeAlong(file.raw, input, onStep);
  syncFile(freshPath);
  onStep('copied');
  // The log of the old file beside the new one would be read as the new one's.
  file.raw.pragma('wal_checkpoint(TRUNCATE)');
  file.raw.pragma('journal_mode = delete');
  input.onLogGone();
  onStep('log-gone');
  file.changeFile(() => {
    onStep('closed');
    for (const suffix of ['-wal', '-shm', '-journal'])
      if (existsSync(filePath + suffix)) throw new Error(`the old database left ${suffix} behind`);
    renameSync(freshPath, filePath);
    syncFolder(dirname(filePath));
    onStep('renamed');
  });
  onStep('open');
  return { kind: 'swapped' };
}

/**
 * What a counter must be for HQ's stream in short form to hold nothing that it recorded itself. `unsent`: HQ
 * has taken nothing of it yet, as it must be when the snapshot is asked for; what is sent afterwards
 * comes after the snapshot in the stream.
 */
export const freshSql = `
  SELECT sync_state.cursor = 0 AND sync_state.dropping = 0 AND sync_state.problem IS NULL
      AND sync_state.offer_after IS NULL AND install.kind = 'hq'
      AND install.base_seq = 0
      AND (SELECT count(*) FROM install WHERE kind = 'hq') = 1
      AND NOT EXISTS (SELECT 1 FROM receipt) AND NOT EXISTS (SELECT 1 FROM next_install)
      AND (SELECT count(*) FROM event) <= ${ownEventsMax} AS fresh,
    install.acked_seq = 0 AS unsent,
    install.install_id, sync_state.timeline
  FROM sync_state JOIN install ON install.is_current = 1`;

export type FreshRow = {
  readonly fresh: 0 | 1;
  readonly unsent: 0 | 1;
  readonly install_id: string;
  readonly timeline: string | null;
};

function isFresh(
  raw: Database.Database,
  { installId, timeline }: Pick<SwapInput, 'installId' | 'timeline'>,
): boolean {
  const row = raw.prepare<[], FreshRow>(freshSql).get();
  return row?.fresh === 1 && row.install_id === installId && row.timeline === timeline;
}

function takeAlong(
  raw: Database.Database,
  input: SwapInput,
  onStep: (step: SwapStep) => void,
): void {
  const cipher = String(raw.pragma('cipher', { simple: true }));
  raw.pragma(`cipher = 'aegis'`);
  try {
    raw.prepare('ATTACH ? AS fresh KEY ?').run(input.freshPath, `raw:${input.keyHex}`);
    try {
      // Nobody misses this file before it has its name: a journal would only cost time.
      raw.pragma('fresh.journal_mode = off');
      raw.pragma('fresh.synchronous = off');
      raw.pragma('foreign_keys = off');
      onStep('attached');
      copyOwnRows(raw, input);
    } finally {
      raw.pragma('foreign_keys = on');
      raw.exec('DETACH fresh');
    }
  } finally {
    raw.pragma(`cipher = '${cipher}'`);
  }
}

/** What a cut-off swap left: never of use, it holds a moment that has passed. */
export function removeFresh(freshPath: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal'])
    rmSync(freshPath + suffix, { force: true });
}

function syncFile(path: string): void {
  const fd = openSync(path, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
