import { businessDate } from '../../app/domain/time.ts';
import { makeEinvoiceLeft } from '../../app/seed/make-einvoice-left.ts';
import type { CheckList } from '../rig/check-list.ts';
import { isSettled, waitForScreen, type Screen } from '../rig/screen.ts';
import { connectAndAddScanner } from './connect-and-add-scanner.ts';
import type { DemoWorld } from './demo-world.ts';
import { compareBothSides } from './compare-both-sides.ts';
import { lookAtHq } from './look-at-hq.ts';

/** What the story has done so far, for the comparison at the end. */
export type StoryTally = { salesSettled: number; salesOfLineMembers: number };

/**
 * The main job, played from outside: bytes on the serial line, keys into the window, the network
 * cut and mended, the app killed. Each check goes into `list`; a screen that never comes throws.
 */
export async function playStory(world: DemoWorld, list: CheckList): Promise<void> {
  const tally: StoryTally = { salesSettled: 0, salesOfLineMembers: 0 };
  await connectAndAddScanner(world, list);
  await earnByCard(world, list, tally);
  await earnByInvoice(world, list, tally);
  await redeemVoucher(world, list, tally);
  await goOnWithoutNetwork(world, list, tally);
  await dieAndComeBack(world, list, tally);
  await payWithPointsAndUndo(world, list, tally);
  await settleWithHq(world, list, tally);
  await lookAtHq(world, list);
}

/** Scans through the serial line and waits for what the screen makes of it. */
async function scan(
  world: DemoWorld,
  code: string,
  what: string,
  test: (screen: Screen) => boolean,
): Promise<Screen> {
  await world.scanner.sendAnew(`${code}\r`);
  return waitForScreen(world.app().page, what, test);
}

/** Confirms with Enter and waits until the sale stands in the list of the last sales. */
async function settle(world: DemoWorld, tally: StoryTally, ofLineMember: boolean): Promise<Screen> {
  const { page, keyboard } = world.app();
  const before = await waitForScreen(page, 'points to confirm', (s) => /\d/.test(s.earned));
  await keyboard.press('Return');
  const after = await waitForScreen(
    page,
    'the settled sale',
    (s) => isSettled(s) && s.lastSales[0]?.saleNo !== before.lastSales[0]?.saleNo,
  );
  tally.salesSettled += 1;
  if (ofLineMember) tally.salesOfLineMembers += 1;
  return after;
}

async function earnByCard(world: DemoWorld, list: CheckList, tally: StoryTally): Promise<void> {
  const { goldMember } = world.hq.cast;
  const { page, keyboard } = world.app();
  list.startStep('2. 刷會員條碼，輸入金額，累點');
  const shown = await scan(
    world,
    goldMember.cardCodes[0] ?? '',
    'the member',
    (s) => s.memberName !== '',
  );
  const mask = `${[...goldMember.name][0]}○`;
  list.that(
    'the member of the card appears, masked',
    shown.memberName.startsWith(mask),
    shown.memberName,
  );
  await world.picture('member');
  await keyboard.type('1280');
  const preview = await waitForScreen(page, 'a preview', (s) => s.toPay === 'NT$1,280');
  list.that(
    'the points are explained before confirming',
    preview.reasons.length >= 2,
    preview.reasons.join('；'),
  );
  await world.picture('preview');
  const settled = await settle(world, tally, true);
  list.that('points are awarded', settled.notice.tone === 'ok', settled.notice.sentence);
  await world.picture('settled');
  await waitUntil(
    'LINE to accept the message',
    () => world.line.accepted.length === tally.salesOfLineMembers,
  );
  const push = world.line.accepted[0];
  list.equal('LINE accepted one message', world.line.accepted.length, 1);
  list.equal('it goes to this member', push?.to, goldMember.lineUserId);
  list.that('it tells the points', push?.body.includes('18') === true);
}

async function earnByInvoice(world: DemoWorld, list: CheckList, tally: StoryTally): Promise<void> {
  const { goldMember, homeStore } = world.hq.cast;
  list.startStep('3. 掃電子發票左側 QR，不必輸入金額');
  const invoice = makeEinvoiceLeft({
    number: 'AB12345678',
    date: businessDate(Date.now()),
    random: '4321',
    totalMinor: 860,
    sellerTaxId: homeStore.taxId,
    items: [
      { name: '紅豆麵包', quantity: 10, unitPrice: 50 },
      { name: '鮮奶茶', quantity: 6, unitPrice: 60 },
    ],
  });
  await scan(world, goldMember.cardCodes[0] ?? '', 'the member', (s) => s.memberName !== '');
  const taken = await scan(
    world,
    invoice.left,
    'the amount of the invoice',
    (s) => s.amount === '860',
  );
  list.equal('amount and number are taken', taken.notice.code, 'invoice-taken');
  await world.picture('invoice');
  await settle(world, tally, true);
  await scan(world, goldMember.cardCodes[0] ?? '', 'the member', (s) => s.memberName !== '');
  const again = await scan(world, invoice.left, 'a refusal', (s) => s.notice.tone === 'deny');
  list.equal('the same invoice again is refused', again.notice.code, 'invoice-used');
  list.that('with a sentence', again.notice.sentence.includes('AB12345678'), again.notice.sentence);
  await world.picture('invoice-again');
  await clear(world);
}

async function redeemVoucher(world: DemoWorld, list: CheckList, tally: StoryTally): Promise<void> {
  const { goldMember, goldVoucher } = world.hq.cast;
  const { page, keyboard } = world.app();
  list.startStep('4. 掃票券折抵，再掃一次被拒');
  await scan(world, goldMember.cardCodes[0] ?? '', 'the member', (s) => s.memberName !== '');
  const attached = await scan(
    world,
    goldVoucher.voucher.code,
    'the voucher on the sale',
    (s) => s.notice.code === 'voucher-attached',
  );
  list.that('the voucher is taken', attached.notice.tone === 'ok', attached.notice.sentence);
  await keyboard.type('1500');
  const preview = await waitForScreen(page, 'the discount', (s) => /NT\$1,[0-4]\d\d/.test(s.toPay));
  list.that('it takes its amount off', true, `NT$1,500 → ${preview.toPay}`);
  await world.picture('voucher');
  await settle(world, tally, true);
  await scan(world, goldMember.cardCodes[0] ?? '', 'the member', (s) => s.memberName !== '');
  const again = await scan(
    world,
    goldVoucher.voucher.code,
    'a refusal',
    (s) => s.notice.tone === 'deny',
  );
  list.equal('the same voucher again is refused', again.notice.code, 'voucher-used');
  list.that('with a sentence', again.notice.sentence !== '', again.notice.sentence);
  await world.picture('voucher-again');
  await clear(world);
}

async function goOnWithoutNetwork(
  world: DemoWorld,
  list: CheckList,
  tally: StoryTally,
): Promise<void> {
  const { unboundMember, goldMember, goldPercentVoucher } = world.hq.cast;
  const { page, keyboard } = world.app();
  const anotherMember = world.hq.shop.members.find(
    (one) => one.lineState === 'none' && one.memberId !== unboundMember.memberId,
  );
  if (anotherMember === undefined) throw new Error('the demo shop is too small');
  list.startStep('5. 網路中斷，照常營業');
  await waitForScreen(page, 'everything sent', (s) => s.syncChip.startsWith('線上'), 20_000);
  world.wire.setMode('cut');
  await waitForScreen(page, 'the offline chip', (s) => s.syncChip.startsWith('離線'), 20_000);
  for (const [member, amount] of [
    [unboundMember, '450'],
    [anotherMember, '990'],
  ] as const) {
    await scan(world, member.cardCodes[0] ?? '', 'the member', (s) => s.memberName !== '');
    await keyboard.type(amount);
    await settle(world, tally, member.lineState === 'bound');
  }
  await scan(world, goldMember.cardCodes[0] ?? '', 'the member', (s) => s.memberName !== '');
  await scan(
    world,
    goldPercentVoucher.voucher.code,
    'the voucher on the sale',
    (s) => s.notice.code === 'voucher-attached',
  );
  await keyboard.type('2000');
  const settled = await settle(world, tally, true);
  list.equal(
    'two sales and a redemption go on',
    settled.lastSales.slice(0, 3).map((s) => s.sync),
    ['waiting', 'waiting', 'waiting'],
  );
  const chip = await waitForScreen(page, 'three unsent', (s) => /離線\s*3/.test(s.syncChip));
  list.that('the chip counts what waits, quietly', true, chip.syncChip);
  await world.picture('offline');
}

async function dieAndComeBack(world: DemoWorld, list: CheckList, tally: StoryTally): Promise<void> {
  const { unboundMember } = world.hq.cast;
  list.startStep('6. 程式被強制終止（SIGKILL），重新啟動');
  await scan(world, unboundMember.cardCodes[0] ?? '', 'the member', (s) => s.memberName !== '');
  await world.app().keyboard.type('777');
  const before = await waitForScreen(
    world.app().page,
    'a half-done sale',
    (s) => s.toPay === 'NT$777',
  );
  await world.app().killHard();
  const { page } = await world.restart();
  const after = await waitForScreen(page, 'the counter again', (s) => s.toPay === 'NT$777', 30_000);
  list.equal(
    'the half-done sale is still there',
    [after.memberName, after.toPay],
    [before.memberName, before.toPay],
  );
  list.equal('every settled sale is still there', after.lastSales, before.lastSales);
  list.that('and still counted as unsent', /3/.test(after.syncChip), after.syncChip);
  await world.picture('after-kill');
  const done = await settle(world, tally, false);
  list.that('the sale goes on where it stood', isSettled(done), done.notice.sentence);
}

async function payWithPointsAndUndo(
  world: DemoWorld,
  list: CheckList,
  tally: StoryTally,
): Promise<void> {
  const { goldMember } = world.hq.cast;
  const { page, keyboard } = world.app();
  list.startStep('7. 仍然離線：用點數折抵，打錯了再撤銷');
  const before = await scan(
    world,
    goldMember.cardCodes[0] ?? '',
    'the member',
    (s) => s.memberName !== '',
  );
  await keyboard.type('1000');
  await waitForScreen(page, 'a preview', (s) => s.toPay === 'NT$1,000');
  await keyboard.press('F8');
  const paying = await waitForScreen(page, 'points on the sale', (s) => /^NT\$[89]/.test(s.toPay));
  list.that('points pay a part, offline', true, `NT$1,000 → ${paying.toPay}`);
  await world.picture('points');
  await settle(world, tally, true);
  await keyboard.press('ctrl+z');
  await page.waitForSelector('[data-refund="open"] [data-refund-money][data-empty="false"]');
  await world.picture('undo');
  await keyboard.press('Return');
  const undone = await waitForScreen(page, 'the undoing', (s) => s.notice.code === 'sale-undone');
  // The undoing has its own message in LINE.
  tally.salesOfLineMembers += 1;
  list.that('two keys undo the sale', undone.notice.tone === 'ok', undone.notice.sentence);
  const after = await scan(
    world,
    goldMember.cardCodes[0] ?? '',
    'the member',
    (s) => s.memberName !== '',
  );
  list.equal('earned and spent points are as before', after.points, before.points);
  await clear(world);
}

async function settleWithHq(world: DemoWorld, list: CheckList, tally: StoryTally): Promise<void> {
  list.startStep('8. 網路恢復，與總部對帳');
  world.wire.setMode('open');
  const { page } = world.app();
  const settled = await waitForScreen(
    page,
    'everything at HQ',
    (s) => s.syncChip.startsWith('線上') && s.lastSales.every((sale) => sale.sync === 'at-hq'),
    30_000,
  );
  list.that('the counter says so', true, settled.syncChip);
  await waitUntil(
    'LINE to accept every message',
    () => world.line.accepted.length >= tally.salesOfLineMembers,
  );
  await world.picture('settled-with-hq');
  await compareBothSides(world, list, tally);
}

/** Esc until nothing is left to step back from. */
async function clear(world: DemoWorld): Promise<void> {
  const { page, keyboard } = world.app();
  for (let i = 0; i < 6; i += 1) {
    await keyboard.press('Escape');
    await page.waitForTimeout(60);
  }
  await waitForScreen(
    page,
    'an empty counter',
    (s) => s.memberName === '' && /^0?$/.test(s.amount),
  );
}

async function waitUntil(what: string, test: () => boolean, waitMsMax = 20_000): Promise<void> {
  const until = performance.now() + waitMsMax;
  while (!test()) {
    if (performance.now() > until) throw new Error(`waited too long for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
