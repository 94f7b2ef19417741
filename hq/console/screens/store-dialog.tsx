import { useState } from 'react';
import { newStoreAnswerSchema } from '../../../app/contract/hq-admin.ts';
import { isTaxId } from '../../../app/domain/tax-id.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogFoot } from '../controls/dialog.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import css from './code-dialog.module.css';

type Trouble = { readonly name?: string; readonly taxId?: string };

/** Adds a store. */
export function StoreDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLanguage();
  const { client, reloadOverview } = useHq();
  const [name, setName] = useState('');
  const [taxId, setTaxId] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>({});

  const submit = async (): Promise<void> => {
    const store = { name: name.trim(), taxId: taxId.normalize('NFKC').trim() };
    if (store.name === '') return setTrouble({ name: t.store.nameEmpty });
    if (!isTaxId(store.taxId)) return setTrouble({ taxId: t.store.taxIdWrong });
    setIsBusy(true);
    const answer = await client.post('/stores', newStoreAnswerSchema, store);
    setIsBusy(false);
    if (answer.kind !== 'ok') {
      return setTrouble({
        taxId: answer.kind === 'unreachable' ? t.connection.lost : t.common.failed,
      });
    }
    reloadOverview();
    return onClose();
  };

  return (
    <Dialog title={t.store.title} onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={t.store.name}
          value={name}
          maxLength={60}
          autoComplete="off"
          error={trouble.name ?? null}
          onText={setName}
        />
        <TextField
          label={t.store.taxId}
          hint={t.store.taxIdHint}
          value={taxId}
          maxLength={8}
          inputMode="numeric"
          autoComplete="off"
          error={trouble.taxId ?? null}
          onText={setTaxId}
        />
        <DialogFoot>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={isBusy}>
            {isBusy ? t.store.busy : t.store.submit}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
