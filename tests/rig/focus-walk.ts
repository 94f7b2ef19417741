import type { Page } from 'playwright-core';

/** More stops than this and the keyboard is not a way any more. */
const stopsMax = 150;

/**
 * Walks through the page with the Tab key as a person does.
 * @returns what is wrong: the order, what is skipped, what is hidden while it has the focus, and its ring
 */
export async function walkFocus(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    for (const element of document.querySelectorAll('[data-stop]'))
      element.removeAttribute('data-stop');
    getSelection()?.collapse(document.body, 0);
  });
  const faults: string[] = [];
  let nowhere = 0;
  for (let stop = 0; stop < stopsMax;) {
    await page.keyboard.press('Tab');
    const looked = await page.evaluate(lookAtFocus, stop);
    if (looked === 'seen') return [...new Set([...faults, ...(await findSkipped(page))])];
    if (looked === 'nowhere') {
      nowhere += 1;
      // Once between the last and the first; a page without anything to operate stays there.
      if (nowhere > 2) return [...new Set([...faults, ...(await findSkipped(page))])];
      continue;
    }
    faults.push(...looked);
    stop += 1;
  }
  return [...faults, `more than ${stopsMax} stops`];
}

/**
 * Marks the element that has the focus as the stop of this number and looks at it: can it be seen, is its ring
 * 3 px and 3:1 (WCAG 2.2: 2.4.7, 2.4.11, 1.4.11), and does it come after the stop before it?
 */
export function lookAtFocus(stop: number): 'seen' | 'nowhere' | string[] {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return 'nowhere';
  if (element.dataset['stop'] !== undefined) return 'seen';
  element.dataset['stop'] = String(stop);
  const name = (of: Element): string =>
    `${of.tagName.toLowerCase()} “${(of.getAttribute('aria-label') ?? of.textContent ?? '').trim().slice(0, 24)}”`;
  const tabbable = 'a[href], button:enabled, input:enabled, select:enabled, [tabindex="0"]';
  const layers = '[role="dialog"], [data-help]';
  type Rgba = { r: number; g: number; b: number; a: number };
  const read = (text: string): Rgba => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return { r, g, b, a };
  };
  const light = ({ r, g, b }: Rgba): number => {
    const [x = 0, y = 0, z = 0] = [r, g, b].map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ratio = (one: Rgba, other: Rgba): number => {
    const [dark = 0, bright = 0] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const groundOf = (from: Element | null): Rgba => {
    for (let at = from; at !== null; at = at.parentElement) {
      const color = read(getComputedStyle(at).backgroundColor);
      if (color.a > 0.99) return color;
    }
    return { r: 255, g: 255, b: 255, a: 1 };
  };
  const found: string[] = [];
  const rect = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const width = Number.parseFloat(style.outlineWidth);
  const offset = Number.parseFloat(style.outlineOffset);
  if (style.outlineStyle === 'none' || width < 3) found.push(`${name(element)} has no ring`);
  else {
    const ground = groundOf(offset < 0 ? element : element.parentElement);
    const contrast = ratio(read(style.outlineColor), ground);
    if (contrast < 3) found.push(`${name(element)} has a ring of ${contrast.toFixed(1)}:1`);
    const reach = Math.max(0, offset + width);
    const ring = {
      left: rect.left - reach,
      top: rect.top - reach,
      right: rect.right + reach,
      bottom: rect.bottom + reach,
    };
    for (let at = element.parentElement; at !== null; at = at.parentElement) {
      const box = getComputedStyle(at);
      if (at !== document.documentElement && /visible/.test(box.overflowX)) continue;
      const clip = at.getBoundingClientRect();
      const edges =
        at === document.documentElement
          ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
          : {
              left: clip.left + at.clientLeft,
              top: clip.top + at.clientTop,
              right: clip.left + at.clientLeft + at.clientWidth,
              bottom: clip.top + at.clientTop + at.clientHeight,
            };
      // What is higher than its window cannot show its whole ring.
      const high = rect.height > edges.bottom - edges.top - 8;
      const cut = [
        edges.left - ring.left > 1.5 ? 'left' : '',
        ring.right - edges.right > 1.5 ? 'right' : '',
        !high && edges.top - ring.top > 1.5 ? 'above' : '',
        !high && ring.bottom - edges.bottom > 1.5 ? 'below' : '',
      ].filter(Boolean);
      if (cut.length > 0)
        found.push(`${name(element)} has its ring cut off ${cut.join(', ')} by ${at.className}`);
      if (box.position === 'fixed') break;
    }
  }
  const inset = (share: number, low: number, high: number) => low + (high - low) * share;
  const isSeen = [0.5, 0.1, 0.9].some((across) =>
    [0.5, 0.15, 0.85].some((down) => {
      const x = inset(across, Math.max(0, rect.left), Math.min(innerWidth, rect.right));
      const y = inset(down, Math.max(0, rect.top), Math.min(innerHeight, rect.bottom));
      const hit = document.elementFromPoint(x, y);
      return (
        hit !== null &&
        (element.contains(hit) ||
          (hit.closest('label') === element.closest('label') && element.closest('label') !== null))
      );
    }),
  );
  // A small popover that the person opened and Esc closes may lie over a part of the page.
  const isUnderPopover = document.querySelector('[data-sync-details]') !== null;
  if (!isSeen && !isUnderPopover) found.push(`${name(element)} has the focus unseen`);
  const before = document.querySelector<HTMLElement>(`[data-stop="${stop - 1}"]`);
  // Of a list only one part is a stop, and what a lock covers is none.
  const first = [...document.querySelectorAll<HTMLElement>(tabbable)].find(
    (one) => one.tabIndex >= 0 && one.closest('[inert]') === null && one.checkVisibility(),
  );
  // From the end of the page the Tab key goes on at its beginning.
  if (before && element !== first && before.closest(layers) === element.closest(layers)) {
    const last = before.getBoundingClientRect();
    // A tall key begins its row and does not end it.
    const sameRow = Math.abs(last.top - rect.top) < Math.min(last.height, rect.height) / 2;
    const backUp = rect.bottom <= last.top + 1 && rect.left < last.right - 1;
    const backLeft = sameRow && rect.right <= last.left + 1;
    const bothFixed = !sameRow && backUp;
    if (bothFixed || backLeft) found.push(`${name(element)} comes after ${name(before)}`);
  }
  return found;
}

/** What a mouse can press and the Tab key did not come to; parts of a list or of tabs have the arrows. */
function findSkipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const operable =
      'a[href], button, input, select, textarea, summary, [role="button"], [role="option"], ' +
      '[role="row"][aria-selected], [role="switch"], [role="checkbox"], [tabindex]';
    const composite =
      '[role="tablist"], [role="table"], [role="listbox"], [role="grid"], [role="radiogroup"]';
    const name = (of: Element): string =>
      `${of.tagName.toLowerCase()} “${(of.getAttribute('aria-label') ?? of.textContent ?? '').trim().slice(0, 24)}”`;
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(operable)) {
      if (element.dataset['stop'] !== undefined || element.matches(':disabled')) continue;
      const isNative = element.matches('a, button, input, select, textarea, summary');
      if (!isNative && element.matches('[tabindex="-1"]')) continue;
      if (element.matches('[data-focus-sink]') || element.closest('[inert], [aria-hidden="true"]'))
        continue;
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      if (element.closest(composite) !== null) continue;
      const radios = element instanceof HTMLInputElement && element.type === 'radio';
      if (radios && document.querySelector(`[data-stop][name="${element.name}"]`)) continue;
      found.push(`${name(element)} is skipped`);
    }
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (getComputedStyle(element).cursor !== 'pointer') continue;
      if (element.closest(`${operable}, label, option, ${composite}`) !== null) continue;
      if (element.checkVisibility()) found.push(`${name(element)} is for the mouse alone`);
    }
    return found;
  });
}

/** The rings of everything that can have the focus, without walking: for another theme of the same page. */
export async function findFaintRings(page: Page): Promise<string[]> {
  // The last key decides whether a ring is shown at all.
  await page.keyboard.press('Tab');
  const count = await page.evaluate(() => {
    const all = [
      ...document.querySelectorAll<HTMLElement>(
        'a[href], button:enabled, input:enabled, select:enabled, [tabindex="0"]',
      ),
    ].filter((element) => element.checkVisibility() && element.closest('[inert]') === null);
    all.forEach((element, at) => (element.dataset['ring'] = String(at)));
    for (const element of document.querySelectorAll('[data-stop]'))
      element.removeAttribute('data-stop');
    return all.length;
  });
  const found: string[] = [];
  for (let at = 0; at < count; at += 1) {
    await page.evaluate(
      (n) => document.querySelector<HTMLElement>(`[data-ring="${n}"]`)?.focus(),
      at,
    );
    // A field may close when it loses the focus, and what was listed is gone.
    const looked = await page.evaluate(lookAtFocus, at);
    if (Array.isArray(looked)) found.push(...looked.filter((fault) => / ring/.test(fault)));
  }
  return [...new Set(found)];
}
