import type { JSX } from 'preact';
import { BackHead } from '../controls/back-head.tsx';
import { useMemberPage } from '../page-context.ts';
import { Notice } from '../privacy/notice.tsx';

/** The notice on personal data, to read at any time. */
export function PrivacyPage(): JSX.Element {
  const { words, config } = useMemberPage();
  return (
    <>
      <BackHead title={words.more.privacy} to="/more" />
      <section class="group">
        <Notice brandName={config.brandName} version={config.consentVersion} />
      </section>
    </>
  );
}
