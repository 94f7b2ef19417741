import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { startCuttableProxy, type CuttableProxy } from '../rig/cuttable-proxy.ts';
import { startRigHq, type RigHq } from '../rig/rig-hq.ts';
import { startScannerPty, type ScannerPty } from '../rig/scanner-pty.ts';
import { startLineStandIn, type LineStandIn } from '../line-stand-in/start-line-stand-in.ts';

/** Everything the story plays in: HQ, LINE's stand-in, the line between, a scanner, the app. */
export type DemoWorld = {
  readonly hq: RigHq;
  readonly line: LineStandIn;
  /** The counter reaches HQ only through this. */
  readonly wire: CuttableProxy;
  readonly scanner: ScannerPty;
  /** The app as it runs now; `restart` gives a new one on the same data. */
  readonly app: () => CounterApp;
  readonly restart: () => Promise<CounterApp>;
  readonly dataDir: string;
  /** Writes a numbered picture of the window into the output folder. */
  readonly picture: (name: string) => Promise<void>;
  /** Writes a picture of something else there. */
  readonly keep: (name: string, picture: Uint8Array) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const channelAccessToken = 'demo-channel-token';

/** Starts the parts and opens the window on the first-run screen. Pictures go to `outDir`. */
export async function startDemoWorld(outDir: string, memberCount: number): Promise<DemoWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-demo-'));
  const dataDir = join(folder, 'counter');
  await mkdir(outDir, { recursive: true });
  const scanner = await startScannerPty(folder);
  const line = await startLineStandIn({ channelAccessToken });
  // The window opens while HQ is being filled: its first screen needs nothing of HQ.
  const [hq, firstApp] = await Promise.all([
    startRigHq({ memberCount, line: { channelAccessToken, baseUrl: line.url } }),
    launch(),
  ]);
  const wire = await startCuttableProxy(hq.port);
  let app = firstApp;
  let pictureNo = 0;

  function nextPicture(name: string): string {
    pictureNo += 1;
    return join(outDir, `${String(pictureNo).padStart(2, '0')}-${name}.png`);
  }

  function launch(): Promise<CounterApp> {
    return launchCounterApp({ appDir: projectDir, dataDir, size: { width: 1280, height: 800 } });
  }

  return {
    hq,
    line,
    wire,
    scanner,
    dataDir,
    app: () => app,
    restart: async () => {
      app = await launch();
      return app;
    },
    picture: async (name) => await app.screenshot(nextPicture(name)),
    keep: async (name, picture) => await writeFile(nextPicture(name), picture),
    stop: async () => {
      await app.close().catch(() => undefined);
      await scanner.stop();
      await wire.stop();
      await hq.stop();
      await line.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
