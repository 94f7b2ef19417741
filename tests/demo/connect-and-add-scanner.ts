import type { CheckList } from '../rig/check-list.ts';
import { waitForScreen } from '../rig/screen.ts';
import { addSerialScanner } from '../rig/shop-app.ts';
import type { DemoWorld } from './demo-world.ts';

/** Step 1: the counter enrols by its code, pulls everything, and gets its scanner. */
export async function connectAndAddScanner(
  world: Pick<DemoWorld, 'app' | 'picture' | 'scanner'> & {
    readonly hq: Pick<DemoWorld['hq'], 'makeEnrolmentCode' | 'shop'>;
    readonly wire: Pick<DemoWorld['wire'], 'url'>;
  },
  list: CheckList,
): Promise<void> {
  const { page, keyboard } = world.app();
  list.startStep('1. 連接總部，取得會員、規則與票券');
  await world.picture('first-run');
  const code = await world.hq.makeEnrolmentCode();
  await page.click('[name="hqUrl"]');
  await keyboard.type(world.wire.url);
  await page.click('[name="code"]');
  await keyboard.type(code);
  await keyboard.press('Return');
  const ready = await waitForScreen(
    page,
    'the first pull to end',
    (s) => s.syncChip.startsWith('線上'),
    60_000,
  );
  list.that('the counter is enrolled and up to date', true, ready.syncChip);
  await keyboard.press('F4');
  const wanted = world.hq.shop.members.length.toLocaleString('en-US');
  await page.waitForFunction(
    (count) =>
      document.querySelector('[data-place="members"]')?.textContent?.includes(count) === true,
    wanted,
  );
  list.that('every member is here', true, `${wanted} members`);
  await world.picture('members');
  await addSerialScanner(world.app(), world.scanner.path);
  list.that('the serial scanner is open', true);
  await keyboard.press('F10');
  await world.picture('settings');
  await keyboard.press('Escape');
}
