import { useState } from 'react';
import { lineCouponDoneSchema } from '../../../app/contract/hq-admin-line-coupon.ts';
import type {
  LineCouponCandidate,
  LineCouponDone,
  LineCouponsAnswer,
} from '../../../app/contract/hq-admin-line-coupon.ts';
import { addDays } from '../../../app/domain/time.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogFoot } from '../controls/dialog.tsx';
import { Banner } from '../controls/panel.tsx';
import { FieldError, SelectField, TextField } from '../controls/text-field.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatWhole } from '../i18n/time-words.ts';
import { couponDoneWords } from './line-coupon-words.ts';
import css from './line-coupons.module.css';

const usualDays = 30;

type DialogProps = {
  readonly data: LineCouponsAnswer;
  readonly onDone: (answer: LineCouponDone) => void;
  readonly onClose: () => void;
};

/** Publishes a coupon of the rules in LINE. */
export function LineCouponDialog({ data, onDone, onClose }: DialogProps) {
  const { t, language } = useLanguage();
  const { client } = useHq();
  const words = t.lineCoupon;
  const { candidates, today } = data;
  const first = candidates.find(({ problems }) => problems.length === 0) ?? candidates[0];
  const [couponId, setCouponId] = useState(first?.couponId ?? '');
  const [wish, setWish] = useState(() => wishFor(first, today));
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const chosen = candidates.find((one) => one.couponId === couponId);
  const change = (part: Partial<Wish>): void => setWish({ ...wish, ...part });
  const choose = (id: string): void => {
    setCouponId(id);
    setWish(
      wishFor(
        candidates.find((one) => one.couponId === id),
        today,
      ),
    );
  };
  const submit = async (): Promise<void> => {
    setIsBusy(true);
    const { hasBars, ...rest } = wish;
    const imageOrigin = hasBars && mayHaveBars() ? window.location.origin : null;
    const body = { couponId, ...rest, imageOrigin };
    const answer = await client.post('/line/coupons', lineCouponDoneSchema, body);
    setIsBusy(false);
    if (answer.kind !== 'ok') return setTrouble(t.common.failed);
    const { kind } = answer.value;
    if (kind === 'done' || kind === 'unsure') return onDone(answer.value);
    return setTrouble(couponDoneWords(words, answer.value));
  };
  return (
    <Dialog title={words.dialogTitle} onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SelectField
          label={words.coupon}
          value={couponId}
          options={candidates.map((one) => ({
            value: one.couponId,
            text: words.couponOption(one.name[language], one.code),
          }))}
          onValue={choose}
        />
        {chosen !== undefined && <Limits coupon={chosen} />}
        <WishFields wish={wish} onChange={change} />
        {trouble !== null && <FieldError text={trouble} />}
        <DialogFoot>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            disabled={isBusy || (chosen?.problems.length ?? 1) > 0}
          >
            {isBusy ? words.busy : words.submit}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

type Wish = {
  readonly title: string;
  readonly description: string;
  readonly usageCondition: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly isPublic: boolean;
  readonly hasBars: boolean;
};

/** LINE fetches the picture of the bars from where HQ can be reached. */
function mayHaveBars(): boolean {
  return window.location.protocol === 'https:';
}

function wishFor(coupon: LineCouponCandidate | undefined, today: string): Wish {
  const { validFrom = null, validUntil = null, name } = coupon ?? {};
  const startsOn = validFrom !== null && validFrom > today ? validFrom : today;
  return {
    title: name?.['zh-TW'] ?? '',
    description: '',
    usageCondition: '',
    startsOn,
    endsOn: validUntil ?? addDays(startsOn, usualDays),
    isPublic: false,
    hasBars: mayHaveBars(),
  };
}

/** How far the tills hold it, and what keeps it out of LINE. */
function Limits({ coupon }: { readonly coupon: LineCouponCandidate }) {
  const { t } = useLanguage();
  const words = t.lineCoupon;
  const { perMember, perMemberPerDay, problems } = coupon;
  return (
    <>
      {problems.map((one) => (
        <Banner key={one} tone="deny" title={words.problems[one]} />
      ))}
      {perMember !== null && (
        <p className={css['quiet']}>{words.perMember(formatWhole(perMember))}</p>
      )}
      {perMemberPerDay !== null && (
        <p className={css['quiet']}>{words.perMemberPerDay(formatWhole(perMemberPerDay))}</p>
      )}
      {perMember === null && perMemberPerDay === null && (
        <Banner tone="warn" title={words.noLimit} />
      )}
    </>
  );
}

function WishFields(props: {
  readonly wish: Wish;
  readonly onChange: (part: Partial<Wish>) => void;
}) {
  const { t } = useLanguage();
  const words = t.lineCoupon;
  const { wish, onChange } = props;
  return (
    <>
      <TextField
        label={words.titleField}
        hint={words.titleHint}
        maxLength={60}
        required
        value={wish.title}
        onText={(title) => onChange({ title })}
      />
      <TextField
        label={words.description}
        hint={words.descriptionHint}
        maxLength={1_000}
        value={wish.description}
        onText={(description) => onChange({ description })}
      />
      <TextField
        label={words.condition}
        hint={words.conditionHint}
        maxLength={100}
        value={wish.usageCondition}
        onText={(usageCondition) => onChange({ usageCondition })}
      />
      <div className={css['pair']}>
        <TextField
          label={words.from}
          type="date"
          required
          value={wish.startsOn}
          onText={(startsOn) => onChange({ startsOn })}
        />
        <TextField
          label={words.until}
          type="date"
          required
          value={wish.endsOn}
          onText={(endsOn) => onChange({ endsOn })}
        />
      </div>
      <div className={css['pair']}>
        <SelectField<'listed' | 'unlisted'>
          label={words.seen}
          value={wish.isPublic ? 'listed' : 'unlisted'}
          options={(['unlisted', 'listed'] as const).map((value) => {
            return { value, text: words.seenOptions[value] };
          })}
          onValue={(value) => onChange({ isPublic: value === 'listed' })}
        />
        <SelectField<'yes' | 'no'>
          label={words.bars}
          value={wish.hasBars ? 'yes' : 'no'}
          options={(mayHaveBars() ? (['yes', 'no'] as const) : (['no'] as const)).map((value) => {
            return { value, text: words.barsOptions[value] };
          })}
          onValue={(value) => onChange({ hasBars: value === 'yes' })}
        />
      </div>
      <p className={css['quiet']}>{mayHaveBars() ? words.barsNote : words.barsNot}</p>
    </>
  );
}
