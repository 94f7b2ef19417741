import type { CounterApp } from '../rig/counter-app.ts';

export type PageTimes = { readonly pushedAtMs: number; readonly paintedAtMs: number };

/** Wall time of the page's clock less this process's, ms: both run on the same machine's clock. */
export async function clockOffset(app: CounterApp): Promise<number> {
  const offsetHere = Date.now() - (performance.timeOrigin + performance.now());
  const offsetThere = await app.page.evaluate(
    () => Date.now() - (performance.timeOrigin + performance.now()),
  );
  return offsetThere - offsetHere;
}

/**
 * Waits in the page until a view after a revision is painted that shows a card; gives when it came and when it
 * was painted. Other views (keys that turn out to be a scan take a typed digit back) are passed over. Woken by
 * the marks alone: a page that keeps looking would be slowed down by that.
 */
export function waitForPaint(
  app: CounterApp,
  given: { readonly afterRevision: number; readonly card: string },
): Promise<PageTimes> {
  return app.page.evaluate(
    ({ afterRevision, card }) =>
      new Promise<{ pushedAtMs: number; paintedAtMs: number }>((resolve, reject) => {
        const pushed = new Map<number, number>();
        const observer = new PerformanceObserver((list) => {
          for (const { name, startTime } of list.getEntries()) {
            const [kind, revision] = [name.slice(0, name.indexOf(':')), Number(name.split(':')[1])];
            if (kind === 'view') pushed.set(revision, startTime);
            if (kind !== 'painted' || !(revision > afterRevision)) continue;
            if (document.querySelector('[data-card-code]')?.textContent !== card) continue;
            stop();
            resolve({
              pushedAtMs: performance.timeOrigin + (pushed.get(revision) ?? Number.NaN),
              paintedAtMs: performance.timeOrigin + startTime,
            });
          }
        });
        const timer = setTimeout(() => {
          stop();
          const shown = document.querySelector('[data-card-code]')?.textContent ?? '';
          reject(new Error(`scanned ${card}, the screen shows ${shown}`));
        }, 5_000);
        const stop = (): void => {
          observer.disconnect();
          clearTimeout(timer);
          Object.assign(globalThis, { benchRevision: Math.max(afterRevision, ...pushed.keys()) });
          performance.clearMarks();
        };
        observer.observe({ entryTypes: ['mark'] });
      }),
    given,
  );
}

/** The newest revision the page has seen; marks are cleared as they are counted. */
export function newestRevision(app: CounterApp): Promise<number> {
  return app.page.evaluate(() => {
    const known = (globalThis as { benchRevision?: number }).benchRevision ?? 0;
    const marked = performance
      .getEntriesByType('mark')
      .filter((mark) => mark.name.startsWith('view:'))
      .map((mark) => Number(mark.name.slice(5)));
    return Math.max(known, ...marked);
  });
}

/** The floor: a key that does nothing, from its time stamp to the second frame after it. */
export async function measureEmptyKey(app: CounterApp): Promise<number[]> {
  await app.page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { benchKeyTimes: times });
    addEventListener(
      'keydown',
      (event) => {
        if (event.code !== 'Pause') return;
        requestAnimationFrame(() =>
          requestAnimationFrame(() => times.push(performance.now() - event.timeStamp)),
        );
      },
      true,
    );
  });
  for (let i = 0; i < 100; i += 1) await app.page.keyboard.press('Pause');
  await app.page.waitForTimeout(200);
  return app.page.evaluate(
    () => (globalThis as unknown as { benchKeyTimes: number[] }).benchKeyTimes,
  );
}

/**
 * Has the page note when the system saw Enter go down, the last key of a wedge's scan. The page is loaded anew,
 * so that this listener comes before the app's, which lets nobody else have the keys of a scan.
 */
export async function noteEnterKeys(app: CounterApp): Promise<void> {
  await app.page.addInitScript(() => {
    addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Enter') return;
        Object.assign(globalThis, { benchEnterAtMs: performance.timeOrigin + event.timeStamp });
      },
      true,
    );
  });
  await app.page.reload();
  await app.page.waitForSelector('[data-amount]');
}

/** When Enter went down last, by the page's clock, epoch ms. */
export function lastEnterAtMs(app: CounterApp): Promise<number> {
  return app.page.evaluate(
    () => (globalThis as unknown as { benchEnterAtMs: number }).benchEnterAtMs,
  );
}
