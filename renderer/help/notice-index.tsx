import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { plainText } from './find-topics.ts';
import styles from './help.module.css';
import { listNotices, noticeGroups, withoutValues, type NoticeCodeText } from './notice-list.ts';

type NoticeIndexProps = { readonly view: ReadyView; readonly find: string };

/** Every notice that refuses or warns, in the words of the screen; the one that stands there now first in sight. */
export function NoticeIndex({ view, find }: NoticeIndexProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const asked = view.notice !== null && view.notice.tone !== 'ok' ? view.notice.code : null;
  const rows = useMemo(() => {
    const words = plainText(find).split(/\s+/).filter(Boolean);
    const all = listNotices().map(({ group, code }) => ({
      group,
      code,
      words: withoutValues(t(`notice.${code}`, { skipInterpolation: true })),
    }));
    const fit = all.filter((row) => {
      const text = plainText(row.words);
      return words.every((word) => text.includes(word));
    });
    // A word that found this topic by its title stands in none of the sentences.
    return fit.length === 0 ? all : fit;
  }, [t, find]);
  useEffect(() => {
    list.current?.querySelector('[data-asked]')?.scrollIntoView({ block: 'center' });
  }, [asked]);
  return (
    <div ref={list}>
      {noticeGroups.map((group) => {
        const ofGroup = rows.filter((row) => row.group === group);
        if (ofGroup.length === 0) return null;
        return (
          <section key={group}>
            <h3>{t(`help.groups.${group}`)}</h3>
            <ul className={styles['lines']}>
              {ofGroup.map((row) => (
                <NoticeLine key={row.code} code={row.code} words={row.words} asked={asked} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function NoticeLine(props: {
  readonly code: NoticeCodeText;
  readonly words: string;
  readonly asked: string | null;
}) {
  const { t } = useTranslation();
  const isAsked = props.code === props.asked;
  return (
    <li data-notice={props.code} data-now={isAsked} {...(isAsked ? { 'data-asked': '' } : {})}>
      {isAsked ? <strong>{t('help.now')}</strong> : null}
      <span>{props.words}</span>
      <code>{props.code}</code>
    </li>
  );
}
