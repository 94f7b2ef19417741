import type { CDPSession, Page } from 'playwright-core';

/** A finger on the screen: touch events through the engine's own input pipeline, no mouse and no key. */
export type Touch = {
  /** Taps the middle of the first element that fits; throws where it is smaller than a finger wants. */
  readonly tap: (selector: string) => Promise<void>;
  /** Taps the keys of a keypad, one after the other. */
  readonly tapDigits: (digits: string, keypad?: string) => Promise<void>;
  /** What the touch keyboard of the operating system does with a name: it commits text into the field. */
  readonly commitText: (text: string) => Promise<void>;
};

/** WCAG 2.5.5 and ours: nothing that is pressed is smaller, px. */
const targetPxMin = 44;
/** How long a finger rests on the glass, ms. */
const tapMs = 40;

export async function touchOf(page: Page): Promise<Touch> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 1 });
  const tap = async (selector: string): Promise<void> => {
    const target = page.locator(`${selector} >> visible=true`).first();
    await target.waitFor({ state: 'visible', timeout: 10_000 });
    const box = await target.boundingBox();
    if (box === null) throw new Error(`nothing to tap: ${selector}`);
    if (Math.min(box.width, box.height) < targetPxMin)
      throw new Error(`${selector} is ${box.width} × ${box.height} px, too small for a finger`);
    await tapAt(session, page, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
  };
  return {
    tap,
    tapDigits: async (digits, keypad = '[role="group"]') => {
      for (const digit of digits) await tap(`${keypad} button:text-is("${digit}")`);
    },
    commitText: (text) => session.send('Input.insertText', { text }).then(() => undefined),
  };
}

async function tapAt(
  session: CDPSession,
  page: Page,
  point: { readonly x: number; readonly y: number },
): Promise<void> {
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await page.waitForTimeout(tapMs);
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await page.waitForTimeout(tapMs);
}
