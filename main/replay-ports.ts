import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RawScan } from '../app/contract/raw-scan.ts';
import type { CounterDeps } from '../app/counter/ports.ts';
import { openReplayIntake } from '../native/replay-intake.ts';
import type { ComposeDeps } from './compose-counter.ts';
import { dataPaths } from './data-paths.ts';

/** What plays transcripts of scans, and what writes them: into a folder beside the database. */
export function replayPorts(
  deps: Pick<ComposeDeps, 'dataDir' | 'nowMs' | 'scanClockMs' | 'timers'>,
  onScan: (scan: RawScan) => void,
): Required<Pick<CounterDeps, 'startReplay' | 'saveTranscript'>> {
  const clock = { nowMs: deps.scanClockMs ?? deps.nowMs, setTimer: deps.timers.setTimer };
  return {
    startReplay: (scans, onEnd) => {
      const intake = openReplayIntake(scans, { sink: { onScan }, clock, onEnd });
      return () => void intake.close();
    },
    saveTranscript: async (text) => {
      const { transcriptDir } = dataPaths(deps.dataDir);
      await mkdir(transcriptDir, { recursive: true });
      const moment = new Date(deps.nowMs()).toISOString().slice(0, 19).replaceAll(':', '-');
      const path = join(transcriptDir, `scans-${moment}Z.txt`);
      await writeFile(path, text, { encoding: 'utf8', mode: 0o600 });
      return path;
    },
  };
}
