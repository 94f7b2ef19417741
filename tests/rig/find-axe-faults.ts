import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { settle } from './settle.ts';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What axe finds against WCAG 2.2 A and AA on the page once it has come to rest: the rule, where (three places at most)
 * and why. Legacy mode, because Electron opens no second page for axe.
 */
export async function findAxeFaults(page: Page): Promise<string[]> {
  // What still fades in is paler than it will be.
  await settle(page);
  const axe = new AxeBuilder({ page }).setLegacyMode(true).withTags(wcag);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => {
    const at = nodes.slice(0, 3).map(({ target }) => target.join(' '));
    return `${id} at ${at.join(' | ')} (${nodes[0]?.failureSummary?.split('\n')[1]?.trim() ?? ''})`;
  });
}
