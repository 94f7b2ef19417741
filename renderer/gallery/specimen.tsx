import type { ReactNode } from 'react';
import type { GalleryWord } from './gallery-words.ts';
import styles from './gallery.module.css';
import { useGalleryWords } from './use-gallery-words.ts';

type SpecimenProps = {
  /** Stable: the kept pictures go by it. */
  readonly id: string;
  /** Columns of twelve that it takes. */
  readonly span?: 3 | 4 | 6 | 8 | 12;
  readonly look?: 'row' | 'column';
  readonly children: ReactNode;
};

/** One thing shown in one state, with the name it goes by. */
export function Specimen({ id, span = 3, look = 'row', children }: SpecimenProps) {
  return (
    <figure className={styles['specimen']} data-specimen={id} data-span={span}>
      <div className={styles['stage']} data-look={look}>
        {children}
      </div>
      <figcaption className={styles['name']}>{id}</figcaption>
    </figure>
  );
}

type GroupProps = {
  readonly id: GalleryWord;
  readonly about: GalleryWord;
  readonly children: ReactNode;
};

/** Specimens of one kind: a section of the page and one kept picture. */
export function Group({ id, about, children }: GroupProps) {
  const words = useGalleryWords();
  return (
    <section className={styles['group']} id={id} data-group={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{words(id)}</h2>
      <p className={styles['note']}>{words(about)}</p>
      <div className={styles['grid']}>{children}</div>
    </section>
  );
}
