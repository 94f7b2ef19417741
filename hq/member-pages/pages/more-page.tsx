import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MemberCopy } from '../../../app/contract/member-pages.ts';
import { ConfirmSheet } from '../controls/confirm-sheet.tsx';
import { Icon } from '../controls/icon.tsx';
import { Sheet } from '../controls/sheet.tsx';
import { GoodNote, TroubleNote } from '../controls/trouble-note.tsx';
import { languageNames } from '../i18n/load-words.ts';
import { useMemberPage } from '../page-context.ts';
import { useCall } from '../use-call.ts';

/** Settings: language, messages, the notice, unlinking, deletion. */
export function MorePage(): JSX.Element {
  const { words, go } = useMemberPage();
  return (
    <>
      <h1>{words.more.title}</h1>
      <Marketing />
      <Languages />
      <button type="button" class="row-link" onClick={() => go('/privacy')}>
        <Icon name="list" />
        <span>{words.more.privacy}</span>
        <Icon name="next" size={18} />
      </button>
      <CopyOfData />
      <Leaving />
    </>
  );
}

function Marketing(): JSX.Element {
  const { words, api, home, refreshHome } = useMemberPage();
  const { isBusy, trouble, run } = useCall();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const isOn = wanted ?? home.marketing;
  return (
    <section class="group">
      <div class="toggle">
        <label for="marketing">{words.more.marketing}</label>
        <input
          id="marketing"
          type="checkbox"
          role="switch"
          checked={isOn}
          aria-checked={isOn}
          disabled={isBusy}
          aria-describedby="marketing-hint"
          onChange={() => {
            setWanted(!isOn);
            run(
              () => api.setMarketing(!isOn),
              () => void refreshHome(),
              // What HQ did not take does not stand there as done.
              () => setWanted(null),
            );
          }}
        />
        <p id="marketing-hint" class="quiet">
          {isOn ? words.more.marketingOn : words.more.marketingOff}
        </p>
      </div>
      {trouble !== null && <TroubleNote code={trouble} />}
    </section>
  );
}

function Languages(): JSX.Element {
  const { words, language, setLanguage } = useMemberPage();
  // The tick follows the thumb; the words follow once they have come.
  const [wanted, setWanted] = useState(language);
  return (
    <fieldset class="group">
      <legend class="visually-hidden">{words.more.language}</legend>
      <h2 aria-hidden="true">{words.more.language}</h2>
      <div class="choices">
        {(['zh-TW', 'en', 'ja', 'th'] as const).map((choice) => (
          <label key={choice} class="choice" lang={choice}>
            <input
              type="radio"
              name="language"
              checked={wanted === choice}
              onChange={() => {
                setWanted(choice);
                setLanguage(choice);
              }}
            />
            {languageNames[choice]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Leaving(): JSX.Element {
  const { words, write, api, home, leave, refreshHome } = useMemberPage();
  const [asked, setAsked] = useState<'unlink' | 'delete' | null>(null);
  const [done, setDone] = useState<'asked' | 'withdrawn' | null>(null);
  return (
    <section class="group">
      {home.deleteAskedAtMs !== null && (
        <>
          <p data-delete-asked>{words.more.deleteAsked(write.dayOf(home.deleteAskedAtMs))}</p>
          <WithdrawButton onDone={() => setDone('withdrawn')} />
        </>
      )}
      {done === 'asked' && <GoodNote text={words.more.deleteDone} />}
      {done === 'withdrawn' && <GoodNote text={words.more.deleteWithdrawn} />}
      <div class="button-row">
        <button
          type="button"
          class="button button-quiet button-wide"
          onClick={() => setAsked('unlink')}
        >
          {words.more.unlink}
        </button>
        {home.deleteAskedAtMs === null && (
          <button
            type="button"
            class="button button-deny button-wide"
            onClick={() => setAsked('delete')}
          >
            {words.more.deleteMe}
          </button>
        )}
      </div>
      {asked === 'unlink' && (
        <ConfirmSheet
          title={words.more.unlink}
          text={words.more.unlinkText}
          confirm={words.more.unlinkConfirm}
          call={api.unlink}
          onClose={() => setAsked(null)}
          onDone={leave}
        />
      )}
      {asked === 'delete' && (
        <ConfirmSheet
          title={words.more.deleteMe}
          text={words.more.deleteText}
          confirm={words.more.deleteConfirm}
          call={api.askDeletion}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null);
            setDone('asked');
            void refreshHome();
          }}
        />
      )}
    </section>
  );
}

function WithdrawButton({ onDone }: { readonly onDone: () => void }): JSX.Element {
  const { words, api, refreshHome } = useMemberPage();
  const { isBusy, trouble, run } = useCall();
  return (
    <>
      {trouble !== null && <TroubleNote code={trouble} />}
      <button
        type="button"
        class="button button-quiet button-wide"
        disabled={isBusy}
        onClick={() =>
          run(api.withdrawDeletion, () => {
            onDone();
            void refreshHome();
          })
        }
      >
        {words.more.deleteWithdraw}
      </button>
    </>
  );
}

/** The right to a copy: as text to keep, since LINE's browser saves no files. */
function CopyOfData(): JSX.Element {
  const { words, api } = useMemberPage();
  const { isBusy, trouble, run } = useCall<MemberCopy>();
  const [copy, setCopy] = useState<MemberCopy | null>(null);
  const [taken, setTaken] = useState<boolean | null>(null);
  const text = copy === null ? '' : JSON.stringify(copy, null, 2);
  return (
    <>
      <button
        type="button"
        class="row-link"
        aria-disabled={isBusy}
        onClick={() =>
          run(api.copy, (value) => {
            setTaken(null);
            setCopy(value);
          })
        }
      >
        <Icon name="card" />
        <span>{words.more.copy}</span>
        <Icon name="next" size={18} />
      </button>
      {trouble !== null && <TroubleNote code={trouble} />}
      {copy !== null && (
        <Sheet title={words.more.copyTitle} onClose={() => setCopy(null)}>
          <p>{words.more.copyText}</p>
          {copy.more && <p>{words.more.copyMore}</p>}
          <button
            type="button"
            class="button button-wide"
            onClick={() =>
              void navigator.clipboard.writeText(text).then(
                () => setTaken(true),
                () => setTaken(false),
              )
            }
          >
            {words.more.copyTake}
          </button>
          {taken === true && <GoodNote text={words.more.copyTaken} />}
          {taken === false && <p role="status">{words.more.copyNotTaken}</p>}
          <pre class="copy-text" tabIndex={0}>
            {text}
          </pre>
        </Sheet>
      )}
    </>
  );
}
