import { useLanguage } from '../i18n/language-context.tsx';
import css from './list-screen.module.css';
import { memberHref } from './use-tab.ts';

/** A member's masked name that leads to its page. */
export function MemberLink(props: { readonly memberId: string; readonly name: string }) {
  const { t } = useLanguage();
  return (
    <a className={css['link']} href={memberHref(props.memberId)}>
      {props.name || t.common.nameless}
    </a>
  );
}
