import { useState } from 'react';
import { Button } from '../controls/button.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import css from './line-channel.module.css';

/** Where HQ takes LINE's webhooks, seen from outside. */
export function webhookAddress(origin: string): string {
  return `${origin}/line/webhook`;
}

/** What is to be entered on LINE's side, as seen from where this page was opened. */
export function LineAddresses({ liffId }: { readonly liffId: string | null }) {
  const { t } = useLanguage();
  const words = t.lineChannel;
  const { origin, protocol } = window.location;
  return (
    <section>
      <h3>{words.addresses}</h3>
      <Address
        title={words.webhookAddress}
        address={webhookAddress(origin)}
        where={words.webhookWhere}
      />
      <Address title={words.pagesAddress} address={`${origin}/m/`} where={words.pagesWhere} />
      {liffId !== null && (
        <Address
          title={words.joinAddress}
          address={`https://liff.line.me/${liffId}`}
          where={words.joinWhere}
        />
      )}
      {protocol !== 'https:' && <p className={css['quiet']}>{words.notHttps}</p>}
    </section>
  );
}

function Address(props: {
  readonly title: string;
  readonly address: string;
  readonly where: string;
}) {
  const { t } = useLanguage();
  const [isCopied, setIsCopied] = useState(false);
  const words = t.lineChannel;
  const copy = async (): Promise<void> => {
    // Not allowed without https; the address can be selected by hand then.
    await navigator.clipboard?.writeText(props.address).then(
      () => setIsCopied(true),
      () => undefined,
    );
  };
  return (
    <div className={css['address']}>
      <div>
        <span className={css['quiet']}>{props.title}</span>
        <br />
        <code>{props.address}</code>
      </div>
      <Button aria-label={`${words.copy} ${props.title}`} onClick={() => void copy()}>
        {isCopied ? words.copied : words.copy}
      </Button>
      <span className={css['quiet']}>{props.where}</span>
    </div>
  );
}
