import type { Page } from 'playwright-core';

/** The name that the font gives itself. */
const thaiFont = /^Noto Sans Thai/;

/**
 * Thai words that another font than the one of the app writes (`fonts.css`), and those whose marks above or
 * below are cut off by the box they stand in.
 */
export async function findThaiFaults(page: Page): Promise<string[]> {
  const { faults, count } = await page.evaluate(() => {
    const found: string[] = [];
    const thai = /[\u0E01-\u0E5B]/;
    const context = document.createElement('canvas').getContext('2d');
    if (!context) throw new Error('no canvas');
    let marked = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = (node.textContent ?? '').trim();
      if (!element || !thai.test(text) || !element.checkVisibility()) continue;
      if (element.closest('option, .visually-hidden')) continue;
      if (element.getBoundingClientRect().width <= 2) continue;
      if (element.dataset['thai'] === undefined) {
        element.dataset['thai'] = String(marked);
        marked += 1;
      }
      const style = getComputedStyle(element);
      context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const range = document.createRange();
      range.selectNodeContents(node);
      const [line] = range.getClientRects();
      if (!line) continue;
      const ink = context.measureText(text);
      const baseline = line.top + ink.fontBoundingBoxAscent;
      const [top, bottom] = [
        baseline - ink.actualBoundingBoxAscent,
        baseline + ink.actualBoundingBoxDescent,
      ];
      for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
        const { overflowY, position } = getComputedStyle(at);
        if (/auto|scroll/.test(overflowY) || position === 'fixed') break;
        const edge = at.getBoundingClientRect();
        if (overflowY === 'visible') continue;
        if (edge.top - top > 1 || bottom - edge.bottom > 1) {
          found.push(`cut off: “${text.slice(0, 24)}” at ${style.fontSize}`);
          break;
        }
      }
    }
    return { faults: found, count: marked };
  });
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument', { depth: 0 });
  for (let at = 0; at < count; at += 1) {
    const { nodeId } = await session.send('DOM.querySelector', {
      nodeId: root.nodeId,
      selector: `[data-thai="${at}"]`,
    });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    if (!fonts.some(({ familyName, isCustomFont }) => isCustomFont && thaiFont.test(familyName)))
      faults.push(`${fonts.map(({ familyName }) => familyName).join(', ')} writes Thai`);
  }
  await session.detach();
  if (count === 0) faults.push('no Thai on the page');
  return [...new Set(faults)];
}
