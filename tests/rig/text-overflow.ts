import type { Page } from 'playwright-core';

/**
 * Every text of the page that does not fit where it stands, as `class: text`: cut off at a side or below, or
 * reaching out of its box. A text may end in “…” only where the whole of it stands in a title. The page itself
 * may be higher than the window only where that is asked for.
 */
export function findTextOverflow(
  page: Page,
  { mayScroll = false }: { readonly mayScroll?: boolean } = {},
): Promise<string[]> {
  return page.evaluate((mayBeHigher) => {
    const slackPx = 1.5;
    const found: string[] = [];
    const describe = (element: Element, how: string): string =>
      `${how} ${element.tagName.toLowerCase()}.${String(element.className).slice(0, 40)}: ${(element.textContent ?? '').trim().slice(0, 60)}`;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element === null || (node.textContent ?? '').trim() === '') continue;
      if (element.closest('.visually-hidden, script, style, option, [hidden]') !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      // Words for screen readers only stand in a box of one pixel.
      if (element.getBoundingClientRect().width <= 2) continue;
      if (text.width === 0 || getComputedStyle(element).visibility === 'hidden') continue;
      // The whole is in a title: that may be cut short with “…”.
      const titled =
        element.closest('[title]') !== null &&
        getComputedStyle(element).textOverflow === 'ellipsis';
      for (
        let box: Element | null = titled ? null : element;
        box !== null && box !== document.body;
      ) {
        const style = getComputedStyle(box);
        if (style.position === 'fixed' || /auto|scroll/.test(style.overflowY + style.overflowX))
          break;
        if (style.display !== 'inline' && style.display !== 'contents') {
          const rect = box.getBoundingClientRect();
          const clips = style.overflowX !== 'visible';
          const beside = text.right > rect.right + slackPx || text.left < rect.left - slackPx;
          const below = style.overflowY !== 'visible' && text.bottom > rect.bottom + 4;
          if (beside && (clips || box === element || box.matches('button, kbd'))) {
            found.push(describe(element, 'beside'));
            break;
          }
          if (below) {
            found.push(describe(element, 'below'));
            break;
          }
        }
        box = box.parentElement;
      }
    }
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth)
      found.push(`page wider by ${root.scrollWidth - root.clientWidth}`);
    if (!mayBeHigher && root.scrollHeight > root.clientHeight)
      found.push(`page higher by ${root.scrollHeight - root.clientHeight}`);
    return [...new Set(found)];
  }, mayScroll);
}
