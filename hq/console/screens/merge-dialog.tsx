import { useState } from 'react';
import {
  memberDetailAnswerSchema,
  mergeAnswerSchema,
} from '../../../app/contract/hq-admin-members.ts';
import type { MemberDetail } from '../../../app/contract/hq-admin-members.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogFoot } from '../controls/dialog.tsx';
import { Segments } from '../controls/segments.tsx';
import { FieldError } from '../controls/text-field.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import type { Texts } from '../i18n/texts.ts';
import { formatDay, formatWhole } from '../i18n/time-words.ts';
import css from './merge.module.css';
import { mergeOutlook, outlookOf } from './merge-outlook.ts';
import type { MergeOutlook } from './merge-outlook.ts';
import { MergeSearch } from './merge-search.tsx';

/** Finds the other member, shows both and what they come to, and merges them once confirmed. */
export function MergeDialog(props: {
  readonly detail: MemberDetail;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.member.merge;
  const [other, setOther] = useState<MemberDetail | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const choose = async (memberId: string): Promise<void> => {
    const answer = await client.get('/members/detail', memberDetailAnswerSchema, { memberId });
    if (answer.kind !== 'ok') return setTrouble(t.common.failed);
    if (answer.value.member.memberId === props.detail.member.memberId) {
      return setTrouble(words.same);
    }
    setTrouble(null);
    return setOther(answer.value);
  };
  return (
    <Dialog title={words.title} onClose={props.onClose}>
      <p>{words.lead}</p>
      {trouble !== null && <FieldError text={trouble} />}
      {other === null ? (
        <MergeSearch
          exceptId={props.detail.member.memberId}
          onChoose={(memberId) => void choose(memberId)}
        />
      ) : (
        <Both
          detail={props.detail}
          other={other}
          onOther={() => setOther(null)}
          onDone={props.onDone}
        />
      )}
    </Dialog>
  );
}

function Both(props: {
  readonly detail: MemberDetail;
  readonly other: MemberDetail;
  readonly onOther: () => void;
  readonly onDone: () => void;
}) {
  const { t } = useLanguage();
  const words = t.member.merge;
  const [keep, setKeep] = useState<'this' | 'other'>('this');
  const [into, from] = keep === 'this' ? [props.detail, props.other] : [props.other, props.detail];
  return (
    <>
      <div className={css['keep']}>
        <span>{words.keep}</span>
        <Segments
          label={words.keep}
          value={keep}
          options={[
            { value: 'this', text: words.keepThis },
            { value: 'other', text: words.keepOther },
          ]}
          onValue={setKeep}
        />
        <Button look="quiet" autoFocus onClick={props.onOther}>
          {words.other}
        </Button>
      </div>
      <OutlookTable
        into={outlookOf(into)}
        from={outlookOf(from)}
        result={mergeOutlook(from, into)}
      />
      <p className={css['quiet']}>{words.note}</p>
      <MergeButton
        key={keep}
        from={from.member.memberId}
        into={into.member.memberId}
        onDone={props.onDone}
      />
    </>
  );
}

type Row = readonly [title: string, cell: (outlook: MergeOutlook) => string];

function rowsOf(t: Texts, language: 'zh-TW' | 'en'): readonly Row[] {
  const words = t.member.merge;
  return [
    [words.name, (one) => one.name || t.common.nameless],
    [t.member.facts.mobile, (one) => one.mobile ?? t.common.none],
    [t.member.facts.tier, (one) => one.tierName?.[language] ?? one.tierId],
    [t.member.facts.points, (one) => formatWhole(one.points)],
    [words.vouchers, (one) => formatWhole(one.vouchers)],
    [words.stamps, (one) => formatWhole(one.stampCards)],
    [words.sales, (one) => formatWhole(one.sales)],
    [words.cards, (one) => formatWhole(one.cardCodes)],
    [t.member.facts.joined, (one) => formatDay(one.joinedOn)],
  ];
}

function OutlookTable(props: {
  readonly into: MergeOutlook;
  readonly from: MergeOutlook;
  readonly result: MergeOutlook;
}) {
  const { t, language } = useLanguage();
  const words = t.member.merge;
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          <th scope="col">{t.exceptions.field}</th>
          <th scope="col">{words.kept}</th>
          <th scope="col">{words.joins}</th>
          <th scope="col">{words.result}</th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(t, language).map(([title, cell]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td>{cell(props.into)}</td>
            <td>{cell(props.from)}</td>
            <td>
              <strong>{cell(props.result)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Asks once more: a merge cannot be taken back. */
function MergeButton(props: {
  readonly from: string;
  readonly into: string;
  readonly onDone: () => void;
}) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.member.merge;
  const [step, setStep] = useState<'idle' | 'asked' | 'busy'>('idle');
  const [trouble, setTrouble] = useState<string | null>(null);
  const merge = async (): Promise<void> => {
    setStep('busy');
    const { from, into } = props;
    const answer = await client.post('/members/merge', mergeAnswerSchema, { from, into });
    setStep('idle');
    if (answer.kind !== 'ok') {
      return setTrouble(answer.kind === 'unreachable' ? t.connection.lost : t.common.failed);
    }
    switch (answer.value.kind) {
      case 'unknown-member':
        return setTrouble(words.unknown);
      case 'same-member':
        return setTrouble(words.same);
      case 'merged':
        return props.onDone();
    }
  };
  return (
    <>
      {trouble !== null && <FieldError text={trouble} />}
      <DialogFoot>
        {step === 'idle' ? (
          <Button look="primary" onClick={() => setStep('asked')}>
            {words.submit}
          </Button>
        ) : (
          <>
            <Button onClick={() => setStep('idle')}>{t.common.cancel}</Button>
            <Button
              look="primary"
              autoFocus
              disabled={step === 'busy'}
              onClick={() => void merge()}
            >
              {step === 'busy' ? words.busy : words.sure}
            </Button>
          </>
        )}
      </DialogFoot>
    </>
  );
}
