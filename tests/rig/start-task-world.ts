import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAndAddScanner } from '../demo/connect-and-add-scanner.ts';
import { makeCheckList } from './check-list.ts';
import { launchCounterApp, projectDir, type CounterApp } from './counter-app.ts';
import { startCuttableProxy } from './cuttable-proxy.ts';
import { startRigHq, type RigHq } from './rig-hq.ts';
import { startScannerPty, type ScannerPty } from './scanner-pty.ts';

/** A shop with HQ, at work: what the tasks of a cashier are played in. */
export type TaskWorld = {
  readonly hq: RigHq;
  readonly scanner: ScannerPty;
  readonly app: CounterApp;
  readonly stop: () => Promise<void>;
};

/**
 * Starts HQ with a small shop, then the app at the smallest size a shop has, enrolled and with a serial scanner.
 * One after the other: HQ's filling would keep the rig from answering the window that starts.
 */
export async function startTaskWorld(memberCount = 300): Promise<TaskWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-tasks-'));
  const scanner = await startScannerPty(folder);
  const hq = await startRigHq({ memberCount });
  const wire = await startCuttableProxy(hq.port);
  const size = { width: 1024, height: 768 };
  const app = await launchCounterApp({
    appDir: projectDir,
    dataDir: join(folder, 'counter'),
    size,
  });
  const world = { hq, wire, scanner, app: () => app, picture: () => Promise.resolve() };
  await connectAndAddScanner(
    world,
    makeCheckList(() => undefined),
  );
  return {
    hq,
    scanner,
    app,
    stop: async () => {
      await app.close().catch(() => undefined);
      await scanner.stop();
      await wire.stop();
      await hq.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
