import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Linux keeps this folder in memory. */
const memoryRoot = '/dev/shm';
const freeBytesMin = 3 * 1024 ** 3;

/**
 * A folder in memory for the files of a test run: databases by the hundred, each of which waits for the
 * disk at every commit, took half of it. What a disk may do to a database is tested elsewhere, on one. Null
 * where there is no such folder, little room in it, or nothing may be run from it.
 */
export function makeMemoryFolder(): string | null {
  try {
    const { bavail, bsize } = statfsSync(memoryRoot);
    if (bavail * bsize < freeBytesMin) return null;
    const folder = mkdtempSync(path.join(memoryRoot, 'counterfoil-tests-'));
    // PostgreSQL runs under an account of its own.
    chmodSync(folder, 0o755);
    const probe = path.join(folder, 'probe');
    writeFileSync(probe, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    if (spawnSync(probe).status === 0) return folder;
    rmSync(folder, { recursive: true, force: true });
    return null;
  } catch {
    return null;
  }
}
