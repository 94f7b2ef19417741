import type { Db } from './handles.ts';
import type { OpenDatabaseInput, OpenedFile } from './open-database.ts';
import { snapshotPaths, type SnapshotTarget } from './snapshot-port.ts';
import { swapInSnapshot, type SwapStep } from './swap-in-snapshot.ts';
import type { TapeSource } from './tape-source.ts';
import type { TapeWriter } from './tape-writer.ts';

/**
 * An opened database as what a snapshot takes the place of. The tape notes before the swap that the log
 * file is gone, and after it which one there is: cut off in between it expects none and finds none.
 */
export function snapshotTargetOf(
  input: OpenDatabaseInput & { readonly onSwapStep?: (step: SwapStep) => void },
  parts: {
    readonly db: Db;
    readonly file: OpenedFile;
    readonly source: TapeSource;
    readonly writer: TapeWriter;
  },
): SnapshotTarget {
  const { filePath, sqliteBindingPath = null } = input;
  const { db, file, source, writer } = parts;
  const keyHex = input.keyHex ?? '';
  const { fresh: freshPath } = snapshotPaths(filePath);
  const lookAnew = (): void => {
    source.letGoOfLog();
    writer.catchUp();
  };
  return {
    db,
    filePath,
    keyHex,
    sqliteBindingPath,
    swap: ({ cursor, mark }, as) => {
      const given = { cursor, mark, filePath, freshPath, keyHex, ...as };
      try {
        return swapInSnapshot(file, { ...given, onLogGone: lookAnew, onStep: input.onSwapStep });
      } finally {
        lookAnew();
      }
    },
  };
}
