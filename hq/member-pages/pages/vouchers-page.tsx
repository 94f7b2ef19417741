import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MemberVouchers } from '../../../app/contract/member-pages.ts';
import { CodeImage } from '../controls/code-image.tsx';
import { RetryButton, Waiting } from '../controls/lazy-page.tsx';
import { Sheet } from '../controls/sheet.tsx';
import { EmptyNote, TroubleNote } from '../controls/trouble-note.tsx';
import { useWakeLock } from '../code/use-wake-lock.ts';
import { useMemberPage } from '../page-context.ts';
import { useAnswer } from '../use-answer.ts';
import { Terms } from './terms.tsx';
import { VoucherOffers } from './voucher-offers.tsx';

type Usable = MemberVouchers['usable'][number];

/** The voucher box: what can be used, what points can be exchanged for, what was. */
export function VouchersPage(): JSX.Element {
  const { words, api } = useMemberPage();
  const { value, trouble, ask } = useAnswer(api.vouchers);
  return (
    <>
      <h1>{words.vouchers.title}</h1>
      {trouble !== null && (
        <TroubleNote code={trouble}>
          <RetryButton onClick={ask} />
        </TroubleNote>
      )}
      {value === null && trouble === null && <Waiting rows={6} />}
      {value !== null && (
        <>
          <UsableVouchers usable={value.usable} />
          <VoucherOffers offers={value.offers} onExchanged={ask} />
          {value.past.length > 0 && <PastVouchers past={value.past} />}
        </>
      )}
    </>
  );
}

function UsableVouchers({ usable }: { usable: MemberVouchers['usable'] }): JSX.Element {
  const { words, write } = useMemberPage();
  const [shown, setShown] = useState<Usable | null>(null);
  return (
    <section aria-label={words.vouchers.usable} class="rows" data-section="usable">
      {usable.length === 0 && (
        <EmptyNote title={words.vouchers.none} hint={words.vouchers.noneHint} />
      )}
      {usable.map((voucher) => (
        <article key={voucher.voucherId} class="voucher">
          <div class="voucher-words">
            <h2>{voucher.name}</h2>
            <p class="quiet">{words.vouchers.until(write.day(voucher.validUntil))}</p>
            {voucher.uses > 1 && (
              <p class="quiet">{words.vouchers.usesLeft(voucher.usesLeft, voucher.uses)}</p>
            )}
          </div>
          <button
            type="button"
            class="button"
            aria-label={`${words.vouchers.show} ${voucher.name}`}
            onClick={() => setShown(voucher)}
          >
            {words.vouchers.show}
          </button>
        </article>
      ))}
      {shown !== null && <VoucherSheet voucher={shown} onClose={() => setShown(null)} />}
    </section>
  );
}

function VoucherSheet({ voucher, onClose }: { voucher: Usable; onClose: () => void }): JSX.Element {
  const { words, write } = useMemberPage();
  useWakeLock();
  return (
    <Sheet title={voucher.name} onClose={onClose}>
      <div class="code-panel code-panel-qr" data-code="voucher">
        <CodeImage svg={voucher.svg} alt={words.vouchers.qrAlt(voucher.name)} shape="qr" />
        <p class="code-number">{voucher.code}</p>
      </div>
      <p>{words.vouchers.showUse}</p>
      <p class="quiet">
        {words.vouchers.from(write.day(voucher.validFrom))} ·{' '}
        {words.vouchers.until(write.day(voucher.validUntil))}
      </p>
      <Terms terms={voucher.terms} />
    </Sheet>
  );
}

function PastVouchers({ past }: { past: MemberVouchers['past'] }): JSX.Element {
  const { words, write } = useMemberPage();
  return (
    <>
      <h2 class="section-title">{words.vouchers.past}</h2>
      <section class="rows" data-section="past">
        {past.map((voucher) => (
          <article key={voucher.voucherId} class="voucher voucher-past">
            <div class="voucher-words">
              <h3>{voucher.name}</h3>
              <p class="quiet">
                {[voucher.atMs === null ? '' : write.dayOf(voucher.atMs), voucher.storeName ?? '']
                  .filter((text) => text !== '')
                  .join(' · ')}
              </p>
            </div>
            <span class="quiet">{words.vouchers[voucher.state]}</span>
          </article>
        ))}
      </section>
    </>
  );
}
