import type { i18n as I18n } from 'i18next';
import { useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { Appearance } from '../../app/contract/appearance.ts';
import type { Call } from '../connection.ts';
import { Button } from '../controls/button.tsx';
import { CounterAccessProvider } from '../counter-context.tsx';
import type { Language } from '../i18n/i18n.ts';
import type { ViewStore } from '../view-store.ts';
import { ControlGroups } from './control-groups.tsx';
import styles from './gallery.module.css';
import type { GalleryWord } from './gallery-words.ts';
import { ScreenGroups } from './screen-groups.tsx';
import { TokenGroups } from './token-groups.tsx';
import { useGalleryWords } from './use-gallery-words.ts';

type Dress = {
  readonly language: Language;
  readonly theme: 'light' | 'dark';
  readonly targets: Appearance['targets'];
};

type GalleryProps = { readonly dress: Dress; readonly store: ViewStore; readonly i18n: I18n };

const groups = [
  ...(['colors', 'type', 'script', 'space', 'motion'] as const),
  ...(['buttons', 'chips', 'icons', 'fields', 'choices'] as const),
  ...(['notices', 'sale', 'vouchers', 'history', 'preview'] as const),
] satisfies readonly GalleryWord[];

/** Nothing answers here: a specimen only shows. */
const noCall: Call = () => new Promise(() => undefined);

/** The page: a list of its parts on the left, the specimens by kind beside it. */
export function Gallery({ dress, store, i18n }: GalleryProps) {
  const [access] = useState({ call: noCall, store });
  return (
    <I18nextProvider i18n={i18n}>
      <CounterAccessProvider access={access}>
        <div className={styles['page']}>
          <Contents dress={dress} />
          <main className={styles['groups']}>
            <TokenGroups />
            <ControlGroups />
            <ScreenGroups />
          </main>
        </div>
      </CounterAccessProvider>
    </I18nextProvider>
  );
}

function Contents({ dress }: { readonly dress: Dress }) {
  const words = useGalleryWords();
  return (
    <aside className={styles['contents']}>
      <h1>{words('title')}</h1>
      <p className={styles['note']}>{words('intro')}</p>
      <Switch label={words('theme')} dress={dress} part="theme" values={['light', 'dark']} />
      <Switch label={words('targets')} dress={dress} part="targets" values={['normal', 'large']} />
      <Switch
        label={words('language')}
        dress={dress}
        part="language"
        values={['zh-TW', 'en', 'ja', 'th']}
      />
      <nav aria-label={words('parts')}>
        <ul>
          {groups.map((group) => (
            <li key={group}>
              <a href={`#${group}`}>{words(group)}</a>
            </li>
          ))}
        </ul>
      </nav>
    </aside>
  );
}

type SwitchProps = {
  readonly label: string;
  readonly dress: Dress;
  readonly part: keyof Dress;
  readonly values: readonly string[];
};

/** Loads the page anew in another dress, so that its address always says what is shown. */
function Switch({ label, dress, part, values }: SwitchProps) {
  const words = useGalleryWords();
  const go = (value: string): void => {
    const search = new URLSearchParams({ ...dress, [part]: value });
    location.assign(`?${search.toString()}`);
  };
  return (
    <div className={styles['switch']} role="group" aria-label={label}>
      {values.map((value) => (
        <Button
          key={value}
          size="small"
          look={dress[part] === value ? 'primary' : 'plain'}
          aria-pressed={dress[part] === value}
          onClick={() => go(value)}
        >
          {part === 'language' ? value : words(value as GalleryWord)}
        </Button>
      ))}
    </div>
  );
}
