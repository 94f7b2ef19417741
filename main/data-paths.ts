import { join } from 'node:path';

/** Where the counter keeps its things inside its data folder; the folder is this user's alone. */
export function dataPaths(dataDir: string) {
  return {
    keyPath: join(dataDir, 'database-key.json'),
    databasePath: join(dataDir, 'counterfoil.db'),
    mainLogPath: join(dataDir, 'logs', 'main.log'),
    counterLogPath: join(dataDir, 'logs', 'counter.log'),
    chromiumDir: join(dataDir, 'chromium'),
    transcriptDir: join(dataDir, 'transcripts'),
    reportDir: join(dataDir, 'reports'),
    /** A data folder of its own, made anew each time and never the shop's. */
    trainingDir: join(dataDir, 'training'),
  };
}
