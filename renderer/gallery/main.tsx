import { createRoot } from 'react-dom/client';
import { appearanceDefaults, appearanceSchema } from '../../app/contract/appearance.ts';
import { languageSchema } from '../../app/contract/language.ts';
import { allTexts } from '../i18n/all-texts.ts';
import { createI18n, pageLanguage } from '../i18n/i18n.ts';
import '../theme/base.css';
import { createViewStore } from '../view-store.ts';
import { Gallery } from './gallery.tsx';
import { samples } from './samples.ts';

/**
 * Every control and every recurring piece of the screens, on made-up data: `gallery.html`, or
 * `gallery.html?language=en&theme=dark&targets=large`. Nothing here is in the product.
 */
const asked = new URLSearchParams(location.search);
const language = languageSchema.parse(asked.get('language') ?? 'zh-TW');
const { theme, targets } = appearanceSchema.parse({
  ...appearanceDefaults,
  theme: asked.get('theme') ?? 'light',
  targets: asked.get('targets') ?? 'normal',
});
const page = document.documentElement;
page.lang = pageLanguage[language];
page.dataset['theme'] = theme === 'dark' ? 'dark' : 'light';
page.dataset['targets'] = targets;

const store = createViewStore();
store.setConnection('open');
store.setView({ ...samples.full, language });

const root = document.getElementById('root');
if (!root) throw new Error('gallery.html has no #root');
createRoot(root).render(
  <Gallery
    dress={{ language, theme: theme === 'dark' ? 'dark' : 'light', targets }}
    store={store}
    i18n={createI18n(language, allTexts)}
  />,
);
