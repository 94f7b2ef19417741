import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MemberVouchers } from '../../../app/contract/member-pages.ts';
import { Sheet } from '../controls/sheet.tsx';
import { GoodNote, TroubleNote } from '../controls/trouble-note.tsx';
import type { TroubleCode, Words } from '../i18n/words.ts';
import { findOpenExchange, forgetOpenExchange, keepOpenExchange } from '../keep/exchange-keys.ts';
import type { OpenExchange } from '../keep/exchange-keys.ts';
import { troubleOf, useMemberPage } from '../page-context.ts';
import { Terms } from './terms.tsx';

type Offer = MemberVouchers['offers'][number];

/** Points for vouchers. An exchange without an answer is asked about again under its own key, never anew. */
export function VoucherOffers({
  offers,
  onExchanged,
}: {
  offers: MemberVouchers['offers'];
  onExchanged: () => void;
}): JSX.Element {
  const { words } = useMemberPage();
  const [chosen, setChosen] = useState<Offer | null>(null);
  const exchange = useExchange(onExchanged);
  return (
    <>
      <h2 class="section-title">{words.vouchers.offers}</h2>
      {exchange.doneName !== null && <GoodNote text={words.vouchers.done(exchange.doneName)} />}
      {exchange.trouble !== null && <TroubleNote code={exchange.trouble} />}
      {exchange.open !== null && !exchange.isBusy && (
        <div class="note note-trouble" role="alert" data-unsure>
          <div>
            <p>{words.vouchers.unsure(exchange.open.name)}</p>
            <button
              type="button"
              class="button button-quiet"
              onClick={() => exchange.open !== null && exchange.send(exchange.open)}
            >
              {words.vouchers.askAgain}
            </button>
          </div>
        </div>
      )}
      <section class="rows" data-section="offers">
        {offers.length === 0 && <p class="empty quiet">{words.vouchers.noOffers}</p>}
        {offers.map((offer) => (
          <OfferRow
            key={offer.couponId}
            offer={offer}
            isHeld={exchange.isBusy || exchange.open !== null}
            onChoose={() => setChosen(offer)}
          />
        ))}
      </section>
      {chosen !== null && (
        <ConfirmSheet
          offer={chosen}
          onClose={() => setChosen(null)}
          onConfirm={() => {
            setChosen(null);
            exchange.send({
              couponId: chosen.couponId,
              name: chosen.name,
              key: crypto.randomUUID(),
              askedAtMs: Date.now(),
            });
          }}
        />
      )}
    </>
  );
}

type Exchange = {
  readonly open: OpenExchange | null;
  readonly isBusy: boolean;
  readonly doneName: string | null;
  readonly trouble: TroubleCode | null;
  readonly send: (exchange: OpenExchange) => void;
};

function useExchange(onExchanged: () => void): Exchange {
  const { api, port, refreshHome } = useMemberPage();
  const [open, setOpen] = useState(() => findOpenExchange(Date.now()));
  const [isBusy, setBusy] = useState(false);
  const [doneName, setDoneName] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<TroubleCode | null>(null);

  async function run(exchange: OpenExchange): Promise<void> {
    keepOpenExchange(exchange);
    setOpen(exchange);
    setBusy(true);
    setDoneName(null);
    setTrouble(null);
    const answer = await api.exchange(exchange.couponId, exchange.key);
    setBusy(false);
    // Without an answer, or with one that says nothing of this exchange, it stays open.
    if (answer.kind !== 'ok' && !isFinal(answer)) {
      setTrouble(troubleOf(answer, port.isInLine()));
      return;
    }
    forgetOpenExchange();
    setOpen(null);
    if (answer.kind === 'ok') setDoneName(exchange.name);
    else setTrouble(troubleOf(answer, port.isInLine()));
    onExchanged();
    void refreshHome();
  }
  return { open, isBusy, doneName, trouble, send: (exchange) => void run(exchange) };
}

/** HQ looked at it and said no; everything else may have been done, or may still be. */
function isFinal(answer: { kind: string; error?: string }): boolean {
  return (
    answer.kind === 'refused' &&
    (answer.error === 'not-enough-points' ||
      answer.error === 'not-available' ||
      answer.error === 'bad-request')
  );
}

const blockedWords: Record<
  NonNullable<Offer['blocked']>,
  'blockedPoints' | 'blockedLimit' | 'blockedDays'
> = { points: 'blockedPoints', limit: 'blockedLimit', days: 'blockedDays' };

function whyBlocked(offer: Offer, words: Words): string | null {
  return offer.blocked === null ? null : words.vouchers[blockedWords[offer.blocked]];
}

function OfferRow({
  offer,
  isHeld,
  onChoose,
}: {
  offer: Offer;
  isHeld: boolean;
  onChoose: () => void;
}): JSX.Element {
  const { words, write } = useMemberPage();
  const why = whyBlocked(offer, words);
  return (
    <article class="voucher">
      <div class="voucher-words">
        <h3>{offer.name}</h3>
        <p class="cost">{words.vouchers.cost(write.figure(offer.points), offer.points)}</p>
        {why !== null && <p class="quiet">{why}</p>}
      </div>
      <button
        type="button"
        class="button"
        aria-label={`${words.vouchers.exchange} ${offer.name}`}
        disabled={why !== null || isHeld}
        onClick={onChoose}
      >
        {words.vouchers.exchange}
      </button>
    </article>
  );
}

function ConfirmSheet({
  offer,
  onClose,
  onConfirm,
}: {
  offer: Offer;
  onClose: () => void;
  onConfirm: () => void;
}): JSX.Element {
  const { words, write, home } = useMemberPage();
  const left = Math.max(0, home.points - offer.points);
  return (
    <Sheet title={words.vouchers.confirmTitle(offer.name)} onClose={onClose}>
      <p>{words.vouchers.confirmText(write.figure(offer.points), write.figure(left))}</p>
      <Terms terms={offer.terms} />
      <div class="button-row">
        <button type="button" class="button button-wide" onClick={onConfirm}>
          {words.vouchers.confirm(write.figure(offer.points))}
        </button>
        <button type="button" class="button button-quiet button-wide" onClick={onClose}>
          {words.cancel}
        </button>
      </div>
    </Sheet>
  );
}
