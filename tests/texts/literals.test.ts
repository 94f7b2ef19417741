import { describe, expect, it } from 'vitest';
import { projectDir } from '../rig/counter-app.ts';
import { findLiterals, listWordless, type WordlessFolder } from './find-literals.ts';

/** What people see and hear comes from the tables of words: all languages, or none. */
const surfaces: readonly WordlessFolder[] = [
  // The samples are data of a made-up shop; the gallery's own words are for who builds the screens.
  { folder: 'renderer', except: ['i18n/', 'dev/', 'gallery/gallery-words', 'gallery/samples'] },
  // The rules in words are written in both languages side by side.
  { folder: 'hq/console', except: ['i18n/', 'rule-words/'] },
  { folder: 'hq/member-pages', except: ['i18n/', 'privacy/'] },
];

describe('words in the code of the screens', () => {
  it.each(surfaces)('$folder has none', (surface) => {
    const files = listWordless(projectDir, surface);
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap(findLiterals)).toEqual([]);
  });

  const planted = (text: string) => findLiterals({ path: 'planted.tsx', text });

  it.each([
    ['text between tags', 'const A = () => <p>Points</p>;', 'Points'],
    ['text in a fragment', 'const A = () => <>點數 {n}</>;', '點數'],
    ['a literal in braces', "const A = () => <p>{'Points'}</p>;", 'Points'],
    ['one side of a choice', "const A = () => <p>{on ? t('a') : 'Off'}</p>;", 'Off'],
    ['what stands in for nothing', "const A = () => <p>{name ?? 'Unknown'}</p>;", 'Unknown'],
    ['a template', 'const A = () => <p>{`${n} points`}</p>;', 'points'],
    ['a sum of texts', "const A = () => <p>{n + ' points'}</p>;", 'points'],
    ['aria-label', 'const A = () => <ul aria-label="Sales" />;', 'Sales'],
    ['title in braces', "const A = () => <p title={cut ? 'Cut' : undefined} />;", 'Cut'],
    ['placeholder', 'const A = () => <input placeholder="Name" />;', 'Name'],
    ['alt', 'const A = () => <img alt="Card" src="a.png" />;', 'Card'],
    ['a control’s label', 'const A = () => <TextField label="Name" />;', 'Name'],
    ['Chinese in a constant', "const words = ['完成'];", '完成'],
    ['Thai in a template', 'const words = `คะแนน ${n}`;', 'คะแนน'],
    ['a window of the browser', "confirm('Sure?');", 'Sure?'],
  ])('finds %s', (_what, code, text) => {
    expect(planted(code)).toEqual([`planted.tsx:1: ${text}`]);
  });

  it('leaves alone what is no word or the same in every language', () => {
    const code = `
      const A = () => (
        <p className="amount" data-tone="ok" role="status" title={t('sale.region')}>
          {t('sale.toPay')} · NT$ {'—'} <kbd>F3</kbd> {kind === 'offer' ? t('a') : ''}
        </p>
      );
      const look = { name: 'primary' };`;
    expect(planted(code)).toEqual([]);
  });
});
