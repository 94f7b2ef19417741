import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchCounterApp, projectDir } from '../rig/counter-app.ts';
import { listDescendants } from '../rig/open-sockets.ts';
import { isSettled, waitForScreen } from '../rig/screen.ts';
import { enrolByKeys, startShopApp, type ShopApp } from '../rig/shop-app.ts';

/** The counter process is the utility process that Node runs in. */
async function findCounterProcess(mainPid: number): Promise<number> {
  for (const pid of await listDescendants(mainPid)) {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (commandLine.includes('node.mojom.NodeService')) return pid;
  }
  throw new Error('there is no counter process');
}

describe('a process of the app dies', () => {
  let shop: ShopApp;

  beforeAll(async () => {
    shop = await startShopApp();
    await enrolByKeys(shop.app, { mobile: '0922333444', name: '林志豪' });
  });

  afterAll(async () => {
    await shop.stop();
  });

  it('brings the counter process back within 2 s, with the open sale as it was', async () => {
    const { page, keyboard, pid } = shop.app;
    await keyboard.type('640');
    const before = await waitForScreen(page, 'a preview', (s) => s.toPay === 'NT$640');
    const counterPid = await findCounterProcess(pid);
    process.kill(counterPid, 'SIGKILL');
    const killedAt = performance.now();
    for (;;) {
      const next = await findCounterProcess(pid).catch(() => 0);
      if (next !== 0 && next !== counterPid) break;
      expect(performance.now() - killedAt).toBeLessThan(2_000);
      await sleep(20);
    }
    await keyboard.press('Return');
    const after = await waitForScreen(page, 'the settled sale', isSettled);
    expect(performance.now() - killedAt).toBeLessThan(4_000);
    expect(after.lastSales).toHaveLength(before.lastSales.length + 1);
  });

  it('brings the page back after it crashed, with the member on it', async () => {
    const { page, electron, keyboard } = shop.app;
    await enrolByKeys(shop.app, { mobile: '0933444555', name: '張雅婷' });
    const reloaded = page.waitForEvent('domcontentloaded', { timeout: 10_000 });
    await electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.reload();
    });
    await reloaded;
    const screen = await waitForScreen(page, 'the member again', (s) => s.memberName !== '');
    expect(screen.memberName).toBe('張○婷');
    await keyboard.press('Escape');
  });

  it('starts only once: a second start ends at once and the first window stays', async () => {
    await expect(launchCounterApp({ appDir: projectDir, dataDir: shop.dataDir })).rejects.toThrow();
    expect(shop.app.electron.windows()).toHaveLength(1);
  });
});
