import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { appearanceOf, applyRememberedTheme } from './appearance.ts';
import { createConnection, receivePorts } from './connection.ts';
import { createI18n } from './i18n/i18n.ts';
import { markView } from './paint-marks.ts';
import { createTonePlayer } from './sound.ts';
import './theme/base.css';
import { createViewStore } from './view-store.ts';

applyRememberedTheme();
const store = createViewStore();
const playTone = createTonePlayer();
const i18n = createI18n('zh-TW');
const connection = createConnection({
  onView: (view) => {
    markView(view.revision);
    store.setView(view);
  },
  onTone: (tone) => {
    if (appearanceOf(store.get().view).sound) playTone(tone);
  },
  onState: store.setConnection,
});

// Ctrl + wheel would zoom the counter out of its layout.
window.addEventListener(
  'wheel',
  (event) => {
    if (event.ctrlKey) event.preventDefault();
  },
  { passive: false },
);
receivePorts(window, connection.attachPort);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<App call={connection.call} store={store} i18n={i18n} />);
