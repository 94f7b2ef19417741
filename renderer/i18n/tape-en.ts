import type { tapeZhTw } from './tape-zh-tw.ts';

/** The same in English. */
export const tapeEn: typeof tapeZhTw = {
  chip: 'Second record not written',
  failing: {
    full: 'Every sale is recorded, but the disk is full and the second record cannot be written. Free some space; it catches up by itself.',
    'read-only':
      'Every sale is recorded, but the folder of the second record may not be written. Have its permissions checked; it catches up by itself.',
    failing:
      'Every sale is recorded, but the second record cannot be written; the disk may be failing. Call maintenance soon.',
  },
  found: {
    'database-rebuilt':
      'At the last start the database was gone or damaged. It was made anew from the second record, {{n}} records came back. The damaged files are kept. Members come again from HQ.',
    'histories-differ':
      'Database and second record told different things, perhaps after an old backup was restored. All sales of both are kept, {{n}} were recorded again. Tell HQ.',
    'events-put-back':
      'The database lacked {{n}} records; they came back from the second record. Have the disk checked.',
    'rolled-back':
      'The database had gone back to an earlier state. Settings are restored; HQ’s data is fetched again. Tell maintenance.',
    'tape-rewritten':
      'The second record was gone or damaged and was written anew from the database. Have the disk checked.',
    'tape-mended':
      'The end of the second record was unfinished (most likely a power cut) and was filled up from the database. Nothing to do.',
  },
};
