import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isTaxId } from '../../app/domain/tax-id.ts';
import { Button } from '../controls/button.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useCounter, useLanguage } from '../counter-context.tsx';
import { refusalSentence } from '../i18n/notice-words.ts';
import styles from './form.module.css';

type ShopFormProps = {
  /** What the form does: start a shop without HQ, or put right what was said then. */
  readonly call: 'setup:start-local' | 'settings:set-shop';
  readonly submitWords: string;
  readonly busy?: boolean;
  readonly shopName?: string;
  readonly taxId?: string;
};

/** Name and tax id of a shop that runs without HQ. */
export function ShopForm(props: ShopFormProps) {
  const { t } = useTranslation();
  const form = useShopForm(props);
  return (
    <form className={styles['form']} onSubmit={form.submit} noValidate data-form={props.call}>
      <TextField
        name="shopName"
        maxLength={60}
        label={t('firstRun.shopName')}
        error={form.tried ? form.nameTrouble : null}
        value={form.shopName}
        onText={form.setShopName}
      />
      <TextField
        name="taxId"
        inputMode="numeric"
        label={t('firstRun.taxId')}
        hint={`${t('firstRun.taxIdHint')} · ${t('common.optional')}`}
        error={form.tried || form.taxId.length === 8 ? form.taxIdTrouble : null}
        value={form.taxId}
        onText={(text) => form.setTaxId(text.normalize('NFKC').replace(/\D/g, '').slice(0, 8))}
      />
      {form.refusal ? (
        <p className={styles['trouble']} role="alert">
          {form.refusal}
        </p>
      ) : null}
      <Button type="submit" disabled={props.busy === true}>
        {props.submitWords}
      </Button>
    </form>
  );
}

/** The form's state; fields are only complained about after the first try. */
function useShopForm({ call: name, shopName: first = '', taxId: firstTaxId = '' }: ShopFormProps) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const language = useLanguage();
  const [shopName, setShopName] = useState(first);
  const [taxId, setTaxId] = useState(firstTaxId);
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const nameTrouble = shopName.trim() === '' ? t('firstRun.needShop') : null;
  const taxIdTrouble = taxId !== '' && !isTaxId(taxId) ? t('firstRun.badTaxId') : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    setRefusal(null);
    if (nameTrouble || taxIdTrouble) return;
    call(name, { shopName: shopName.trim(), taxId: taxId || null }).then(
      (outcome) => {
        if (outcome.kind === 'refused') setRefusal(refusalSentence(t, outcome.code, language));
      },
      () => setRefusal(t('common.failed')),
    );
  };
  return {
    shopName,
    setShopName,
    taxId,
    setTaxId,
    tried,
    refusal,
    nameTrouble,
    taxIdTrouble,
    submit,
  };
}
