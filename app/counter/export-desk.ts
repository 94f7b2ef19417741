/** What of a running export can be told and asked from outside. */
export type ExportDesk = {
  /** Begins one; null while another is under way. */
  readonly begin: () => ExportRun | null;
  /** Rows gathered so far by the export under way; null = there is none. */
  readonly rows: () => number | null;
  /** Stops the export under way, if any, before anything of it is on the disk. */
  readonly cancel: () => void;
};

/** One export from its first row to its file. */
export type ExportRun = {
  readonly signal: AbortSignal;
  /** How many rows have been gathered. */
  readonly count: (rows: number) => void;
  readonly end: () => void;
};

/** Keeps what is known of the one export that may run at a time. */
export function createExportDesk(): ExportDesk {
  let current: { readonly control: AbortController; rows: number } | null = null;
  return {
    begin: () => {
      if (current !== null) return null;
      const mine = { control: new AbortController(), rows: 0 };
      current = mine;
      return {
        signal: mine.control.signal,
        count: (rows) => {
          mine.rows = rows;
        },
        end: () => {
          if (current === mine) current = null;
        },
      };
    },
    rows: () => current?.rows ?? null,
    cancel: () => current?.control.abort(),
  };
}

type Refused = { readonly kind: 'refused'; readonly code: string };

export const exportCancelled = { kind: 'refused', code: 'export-cancelled' } as const;

/** Runs one export; a second at the same time is refused. */
export async function asExport<T>(
  desk: ExportDesk,
  work: (run: ExportRun) => Promise<T>,
): Promise<T | Refused> {
  const run = desk.begin();
  if (run === null) return { kind: 'refused', code: 'export-busy' };
  try {
    return await work(run);
  } finally {
    run.end();
  }
}
