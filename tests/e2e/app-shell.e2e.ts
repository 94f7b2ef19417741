import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataPaths } from '../../main/data-paths.ts';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { listDescendants, listFarEnds } from '../rig/open-sockets.ts';

type LoggedCache = { readonly event: string; readonly taken: number; readonly refused: number };

/** The shell around the screens: what a page could do if a hostile text got into it. */
describe('app shell', () => {
  let folder: string;
  let app: CounterApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-shell-'));
    app = await launchCounterApp({ appDir: projectDir, dataDir: folder });
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives no page Node, and every page isolation and a sandbox', async () => {
    const preferences = await app.electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const { contextIsolation, sandbox, webSecurity, nodeIntegration, webviewTag } =
          (
            contents as unknown as { getLastWebPreferences(): Record<string, unknown> | null }
          ).getLastWebPreferences() ?? {};
        return { contextIsolation, sandbox, webSecurity, nodeIntegration, webviewTag };
      }),
    );
    expect(preferences).toEqual([
      {
        contextIsolation: true,
        sandbox: true,
        webSecurity: true,
        nodeIntegration: false,
        webviewTag: false,
      },
    ]);
    const seenByPage = await app.page.evaluate(() => ({
      require: typeof (globalThis as Record<string, unknown>)['require'],
      process: typeof (globalThis as Record<string, unknown>)['process'],
      module: typeof (globalThis as Record<string, unknown>)['module'],
      exposed: Object.keys((globalThis as Record<string, unknown>)['counterfoil'] as object),
      origin: location.origin,
    }));
    expect(seenByPage).toEqual({
      require: 'undefined',
      process: 'undefined',
      module: 'undefined',
      exposed: ['connect', 'shown'],
      origin: 'app://counterfoil',
    });
  });

  it('loads the counter’s whole program from the code cache that came with it', async () => {
    const { mainLogPath } = dataPaths(folder);
    const read = async (): Promise<readonly LoggedCache[]> =>
      (await readFile(mainLogPath, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as LoggedCache)
        .filter(({ event }) => event === 'counter-code-cache');
    await expect.poll(read).toHaveLength(1);
    const [{ taken, refused } = { taken: 0, refused: 0 }] = await read();
    // Its own bundle, the chunks it shares with main, and the SQLite library.
    expect({ refused, enough: taken >= 6 }).toEqual({ refused: 0, enough: true });
  });

  it('serves a content security policy without unsafe sources, and the engine enforces it', async () => {
    const policy = await app.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener(
            'securitypolicyviolation',
            (event) => resolve(event.originalPolicy),
            {
              once: true,
            },
          );
          const script = document.createElement('script');
          script.textContent = 'globalThis.inlineRan = true';
          document.head.append(script);
        }),
    );
    expect(policy).not.toMatch(/unsafe/);
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/connect-src 'none'/);
    const tried = await app.page.evaluate(async () => {
      const outcome = async (work: () => unknown): Promise<string> => {
        try {
          await work();
          return 'allowed';
        } catch {
          return 'refused';
        }
      };
      const later = (work: () => unknown): Promise<unknown> =>
        new Promise((resolve, reject) => {
          setTimeout(() => {
            try {
              resolve(work());
            } catch (error) {
              reject(error instanceof Error ? error : new Error('refused'));
            }
          }, 0);
        });
      return {
        inline:
          (globalThis as Record<string, unknown>)['inlineRan'] === true ? 'allowed' : 'refused',
        // From a timer: what the test runner calls itself is let through by its own protocol.
        evaluated: await outcome(() => later(() => (0, eval)('1'))),
        compiled: await outcome(() => later(() => new Function('return 1')())),
        fetched: await outcome(() => fetch('http://127.0.0.1:9/')),
        fetchedFile: await outcome(() => fetch('file:///etc/passwd')),
        socket: await outcome(
          () =>
            new Promise((resolve, reject) => {
              const socket = new WebSocket('ws://127.0.0.1:9/');
              socket.onopen = resolve;
              socket.onerror = reject;
            }),
        ),
      };
    });
    expect(tried).toEqual({
      inline: 'refused',
      evaluated: 'refused',
      compiled: 'refused',
      fetched: 'refused',
      fetchedFile: 'refused',
      socket: 'refused',
    });
  });

  it('serves nothing from outside its own folder', async () => {
    const answers = await app.electron.evaluate(async ({ net }) => {
      const paths = [
        'app://counterfoil/../../package.json',
        'app://counterfoil/%2e%2e/%2e%2e/package.json',
        'app://counterfoil/..%2f..%2fpackage.json',
        'app://counterfoil/..%5c..%5cpackage.json',
        'app://counterfoil//etc/passwd',
        'app://counterfoil/%2fetc%2fpasswd',
        'app://elsewhere/index.html',
        'app://counterfoil/index.html%00.js',
      ];
      const statuses: number[] = [];
      for (const path of paths) {
        statuses.push(
          await net.fetch(path).then(
            (answer) => answer.status,
            () => 404,
          ),
        );
      }
      return statuses;
    });
    expect(answers).toEqual(answers.map(() => 404));
  });

  it('goes nowhere else and opens nothing', async () => {
    const before = app.page.url();
    await app.page.evaluate(() => {
      window.open('https://example.com/');
      const link = document.createElement('a');
      link.href = 'https://example.com/';
      document.body.append(link);
      link.click();
      link.remove();
    });
    await sleep(300);
    expect(app.page.url()).toBe(before);
    expect(app.electron.windows()).toHaveLength(1);
    const permission = await app.page.evaluate(() =>
      navigator.permissions.query({ name: 'geolocation' as PermissionName }).then((p) => p.state),
    );
    expect(permission).toBe('denied');
  });

  it('talks to no host at all before HQ is chosen', async () => {
    const far = new Set<string>();
    for (let i = 0; i < 20; i += 1) {
      for (const { address, port } of await listFarEnds(app.pid)) far.add(`${address}:${port}`);
      await sleep(50);
    }
    const processes = await listDescendants(app.pid);
    expect(processes.length).toBeGreaterThan(2);
    expect([...far]).toEqual([]);
  });

  it('never puts the database key where another program could read it', async () => {
    const { readFile } = await import('node:fs/promises');
    for (const pid of await listDescendants(app.pid)) {
      const text =
        (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) +
        (await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''));
      expect(text).not.toMatch(/[0-9a-f]{64}/);
    }
  });
});
