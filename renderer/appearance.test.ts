import { expect, test } from 'vitest';
import { applyAppearance } from './appearance.ts';

test('the page has the theme that was chosen, or the PC’s where that is left to it', () => {
  const themes = (['light', 'dark', 'system'] as const).flatMap((theme) =>
    [false, true].map((prefersDark) => {
      const root = { dataset: {} as Record<string, string> };
      const remembered: string[] = [];
      applyAppearance(
        { theme, targets: 'large' },
        {
          root: root as unknown as HTMLElement,
          prefersDark: () => prefersDark,
          remember: (chosen) => void remembered.push(chosen),
        },
      );
      return [theme, prefersDark, root.dataset, remembered];
    }),
  );
  const look = (theme: string) => ({ theme, targets: 'large' });
  expect(themes).toEqual([
    ['light', false, look('light'), ['light']],
    ['light', true, look('light'), ['light']],
    ['dark', false, look('dark'), ['dark']],
    ['dark', true, look('dark'), ['dark']],
    ['system', false, look('light'), ['system']],
    ['system', true, look('dark'), ['system']],
  ]);
});
