import type { Page } from 'playwright-core';

/**
 * What is lost where the window is small, as at 200 % zoom (WCAG 2.2: 1.4.4, 1.4.10): texts over one another,
 * what cannot be brought into view by scrolling down, and parts that must be scrolled sideways.
 */
export function findLostParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const name = (of: Element): string =>
      `${of.tagName.toLowerCase()} “${(of.getAttribute('aria-label') ?? of.textContent ?? '').trim().slice(0, 24)}”`;
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.closest('.visually-hidden, [aria-hidden="true"], option, svg') === null;
    type Box = { left: number; top: number; right: number; bottom: number };
    const cutBy = (box: Box, element: Element): Box => {
      const cut = { ...box };
      for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.overflowX !== 'visible') {
          const edge = at.getBoundingClientRect();
          cut.left = Math.max(cut.left, edge.left);
          cut.top = Math.max(cut.top, edge.top);
          cut.right = Math.min(cut.right, edge.right);
          cut.bottom = Math.min(cut.bottom, edge.bottom);
        }
        if (style.position === 'fixed') break;
      }
      return cut;
    };
    const layerOf = (element: Element): Element | null => {
      for (let at: Element | null = element; at; at = at.parentElement)
        if (/fixed|sticky/.test(getComputedStyle(at).position)) return at;
      return null;
    };
    const texts: { element: Element; layer: Element | null; box: Box }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || !(node.textContent ?? '').trim() || !isShown(element)) continue;
      if (element.getBoundingClientRect().width <= 2) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects())
        texts.push({ element, layer: layerOf(element), box: cutBy(rect, element) });
    }
    for (const [at, one] of texts.entries()) {
      for (const other of texts.slice(at + 1)) {
        if (one.layer !== other.layer || one.element === other.element) continue;
        const across =
          Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down =
          Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > 4 && down > 7)
          found.push(`${name(one.element)} lies on ${name(other.element)}`);
      }
    }
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const style = getComputedStyle(element);
      if (!/auto|scroll/.test(style.overflowX + style.overflowY) || !isShown(element)) continue;
      const isTable =
        element.closest('[role="grid"], [role="table"]') !== null ||
        element.matches(':has(> table)');
      if (element.scrollWidth > element.clientWidth + 1 && !isTable)
        found.push(`${name(element)} scrolls sideways`);
      const hidesMore = element.scrollHeight > element.clientHeight + 1;
      if (hidesMore && element.clientHeight < 56)
        found.push(`${name(element)} shows next to nothing`);
    }
    const layers = '[role="dialog"], [data-help]';
    const operable = 'a[href], button, input, select, [role="tab"], [role="option"]';
    for (const element of document.querySelectorAll<HTMLElement>(operable)) {
      if (!isShown(element) || element.matches(':disabled')) continue;
      // What a dialog covers is reached once it is closed.
      if (document.querySelector(layers) && !element.closest(layers)) continue;
      element.scrollIntoView({ block: 'center', behavior: 'instant' });
      const rect = element.getBoundingClientRect();
      const hit = document.elementFromPoint(rect.left + rect.width / 2, rect.top + rect.height / 2);
      // The same of a list that hangs from a field while it is open.
      if (hit?.closest('[role="listbox"]') && document.querySelector('[aria-expanded="true"]'))
        continue;
      const label = element.closest('label');
      if (hit === null || !(element.contains(hit) || hit.contains(element) || label?.contains(hit)))
        found.push(`${name(element)} cannot be reached`);
    }
    scrollTo(0, 0);
    return [...new Set(found)];
  });
}
