import { trainingRefusedEn } from './training-en.ts';

/** Why a counter does not open its database, and what to do, in English. */
export const refusedEn = {
  ...trainingRefusedEn,
  unchanged: 'No data was changed.',
  code: 'Code',
  detail: 'Detail',
  'database-newer': {
    title: 'The database is from a newer version',
    what: 'This version of the app does not know the database, so it did not open it.',
    todo: 'Install a newer version of Counterfoil, then start again.',
  },
  'database-unreadable': {
    title: 'The database cannot be read',
    what: 'The database file is damaged, or not locked with this PC’s key, so it was not opened.',
    todo: 'Do not delete any file. Restore a backup or call HQ, then start again.',
  },
  'database-in-use': {
    title: 'Another program is using the database',
    what: 'Another program on this PC has the same database open. Two writers would spoil the records, so it was not opened.',
    todo: 'Close the other Counterfoil or the backup program, then start again. If you cannot find it, restart the PC.',
  },
  'key-missing': {
    title: 'The database key is missing',
    what: 'This user of this PC cannot open the database key, so the database was not opened.',
    todo: 'Log in as the usual user of this PC, then start again. After a new PC or a fresh system, call HQ.',
  },
  'disk-failed': {
    title: 'The disk cannot be used',
    what: 'The disk is full, read-only or failing. Sales might not be kept, so the counter stopped.',
    todo: 'Free some space and check the disk, then start again.',
  },
  'not-durable': {
    title: 'Writing to disk is not certain',
    what: 'The database was not opened so that a sale is on the disk before it is done; a power cut might lose sales, so the counter stopped.',
    todo: 'Install Counterfoil again, then start again. If it stays so, call HQ.',
  },
};
