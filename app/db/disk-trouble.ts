/**
 * Names a failure of the disk under the database: `full`, `read-only` or `failing`; null for any
 * other error (a bug, to be thrown on). SQLite leaves nothing half-written in these cases.
 */
export function diskTrouble(error: unknown): 'full' | 'read-only' | 'failing' | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_FULL')) return 'full';
  if (code.startsWith('SQLITE_READONLY')) return 'read-only';
  if (/^SQLITE_(IOERR|CANTOPEN|CORRUPT|NOTADB)/.test(code)) return 'failing';
  return null;
}
