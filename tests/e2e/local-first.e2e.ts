import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCuttableProxy, type CuttableProxy } from '../rig/cuttable-proxy.ts';
import {
  missingFrom,
  pointsThatDiffer,
  readCounterFacts,
  readFileKey,
  readHqFacts,
  repeatedIn,
} from '../rig/ledger-facts.ts';
import { listFarEnds } from '../rig/open-sockets.ts';
import { startRigHq, type RigHq } from '../rig/rig-hq.ts';
import { waitForScreen } from '../rig/screen.ts';
import { enrolByKeys, startShopApp, type ShopApp } from '../rig/shop-app.ts';

/** A shop that starts alone and connects to HQ later. */
describe('local first, HQ later', () => {
  let shop: ShopApp;
  let hq: RigHq;
  let wire: CuttableProxy;

  beforeAll(async () => {
    hq = await startRigHq({ memberCount: 60 });
    wire = await startCuttableProxy(hq.port);
    shop = await startShopApp();
  });

  afterAll(async () => {
    await shop.stop();
    await wire.stop();
    await hq.stop();
  });

  it('enrols, awards by card and by wedge scanner without any HQ', async () => {
    const { page, keyboard } = shop.app;
    await enrolByKeys(shop.app, { mobile: '0987654321', name: '黃淑芬' });
    const card = await page.textContent('[data-card-code]');
    await keyboard.type('1234');
    await waitForScreen(page, 'a preview', (s) => s.earned.includes('12'));
    await keyboard.press('Return');
    await waitForScreen(page, 'the sale', (s) => s.lastSales.length === 1);
    await keyboard.press('Escape');
    await waitForScreen(page, 'nobody', (s) => s.memberName === '');
    await keyboard.scan(card ?? '');
    const scanned = await waitForScreen(page, 'the member by wedge', (s) => s.memberName !== '');
    expect(scanned).toMatchObject({ memberName: '黃○芬', points: 12, amount: '0' });
    await keyboard.type('500');
    await waitForScreen(page, 'a preview', (s) => s.toPay === 'NT$500');
    await keyboard.press('Return');
    const done = await waitForScreen(page, 'the second sale', (s) => s.lastSales.length === 2);
    expect(done.lastSales.map((sale) => sale.sync)).toEqual(['local', 'local']);
  });

  it('says in words why it cannot connect', async () => {
    const { page, keyboard } = shop.app;
    await keyboard.press('F10');
    await page.click('[data-tab="hq"]');
    const tries: readonly (readonly [string, string])[] = [
      ['http://127.0.0.1:9', 'BCDFGHJK'],
      [wire.url, 'BCDFGHJK'],
      ['ftp://example', 'BCDFGHJK'],
    ];
    for (const [address, code] of tries) {
      await page.fill('[name="hqUrl"]', address);
      await page.fill('[name="code"]', code);
      await page.click('[data-form="connect"] [type="submit"]');
      const sentence = await page.textContent('[data-form="connect"] [role="alert"]', {
        timeout: 20_000,
      });
      expect(sentence).toMatch(/[一-鿿].*[。！]$/);
    }
    wire.setMode('captive-portal');
    await page.fill('[name="hqUrl"]', wire.url);
    await page.click('[data-form="connect"] [type="submit"]');
    await page.waitForFunction(() =>
      /登入|不是總部/.test(
        document.querySelector('[data-form="connect"] [role="alert"]')?.textContent ?? '',
      ),
    );
    wire.setMode('open');
    await keyboard.press('Escape');
  });

  it('connects later, and everything flows up exactly once', async () => {
    const { page, keyboard, pid } = shop.app;
    await keyboard.press('F10');
    await page.click('[data-tab="hq"]');
    await page.fill('[name="hqUrl"]', wire.url);
    await page.fill('[name="code"]', await hq.makeEnrolmentCode());
    await page.click('[data-form="connect"] [type="submit"]');
    await page.waitForFunction(
      () =>
        document.querySelector('[data-sync-state]')?.getAttribute('data-sync-state') === 'online',
      undefined,
      { timeout: 30_000 },
    );
    await keyboard.press('Escape');
    const after = await waitForScreen(
      page,
      'both sales at HQ',
      (s) => s.lastSales.length === 2 && s.lastSales.every((sale) => sale.sync === 'at-hq'),
      20_000,
    );
    expect(after.syncChip).toBe('線上');

    const far = new Set<string>();
    for (let i = 0; i < 30; i += 1) {
      for (const end of await listFarEnds(pid)) far.add(`${end.address}:${end.port}`);
      await page.waitForTimeout(100);
    }
    // The only host the app talks to is its HQ.
    expect([...far]).toEqual([`127.0.0.1:${wire.port}`]);

    await shop.app.close();
    const counter = await readCounterFacts(shop.dataDir, await readFileKey(shop.dataDir));
    const atHq = await readHqFacts(hq.db);
    expect({
      events: counter.eids.length,
      missing: missingFrom(atHq.eids, counter.eids),
      twice: repeatedIn(atHq.eids),
      sales: atHq.saleIds.length,
      differing: pointsThatDiffer(counter.pointsByMember, atHq.pointsByMember),
      chain: counter.chainKind,
      wrongBalances: counter.wrongBalances,
    }).toEqual({
      events: 3,
      missing: [],
      twice: [],
      sales: 2,
      differing: [],
      chain: 'whole',
      wrongBalances: 0,
    });
  });
});
