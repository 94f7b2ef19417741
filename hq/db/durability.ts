import { sql } from 'kysely';
import type { HqHandle } from './hq-db.ts';

/** What keeps an acknowledged commit through a power cut, and shows a rotten disk: all must be on. */
const wanted = {
  fsync: ['on'],
  synchronous_commit: ['on', 'local', 'remote_write', 'remote_apply'],
  full_page_writes: ['on'],
  data_checksums: ['on'],
} as const;

/** A setting of the server that may cost acknowledged sales. */
export type WeakSetting = { readonly name: keyof typeof wanted; readonly value: string };

const losses: Readonly<Record<keyof typeof wanted, string>> = {
  fsync: 'a power cut may destroy the whole database',
  synchronous_commit: 'a power cut may lose sales that counters were told are safe',
  full_page_writes: 'a power cut may leave half-written pages',
  data_checksums: 'a damaged disk goes unnoticed (pg_checksums --enable, or initdb -k)',
};

/** The settings of this server that are not as a ledger needs them. */
export async function listWeakSettings(db: HqHandle): Promise<WeakSetting[]> {
  const found = await sql<{ name: keyof typeof wanted; setting: string }>`
    SELECT name, setting FROM pg_settings
    WHERE name IN (${sql.join(Object.keys(wanted))}) ORDER BY name`.execute(db);
  return found.rows
    .filter(({ name, setting }) => !(wanted[name] as readonly string[]).includes(setting))
    .map(({ name, setting }) => ({ name, value: setting }));
}

/** A line for the operator. */
export function weakSettingLine({ name, value }: WeakSetting): string {
  return `WARNING: PostgreSQL runs with ${name}=${value}: ${losses[name]}. Set it on.`;
}
